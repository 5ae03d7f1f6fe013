'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { I18nProvider, RouterProvider } from 'react-aria-components';
import { IntlProvider } from 'use-intl/react';
import { ToastRegion } from '@/components/ui/toast';
import type {} from '@/lib/i18n/app-config';
import { formatsOf } from '@/lib/i18n/formats';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import type { Locale } from '@/lib/i18n/preferences';

type ProvidersProps = Readonly<{
  locale: Locale;
  timeZone: string;
  messages: Messages;
  /** The server's clock: both sides must render the same relative times. */
  nowMs: number;
  children: ReactNode;
}>;

/** A failed read is asked once more; a change is never repeated behind a person's back. */
function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: 1, staleTime: 15_000, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
}

/** What every page needs in the browser: language, queries, URL state, client-side links and toasts. */
export function Providers({ locale, timeZone, messages, nowMs, children }: ProvidersProps) {
  const router = useRouter();
  const [queryClient] = useState(newQueryClient);
  const [now] = useState(() => new Date(nowMs));
  return (
    <I18nProvider locale={locale === 'en' ? 'en-US' : locale}>
      <IntlProvider
        locale={locale}
        timeZone={timeZone}
        messages={messages}
        formats={formatsOf(locale)}
        now={now}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider navigate={(path) => router.push(path as Route)}>
            <NuqsAdapter>{children}</NuqsAdapter>
            <ToastRegion />
          </RouterProvider>
        </QueryClientProvider>
      </IntlProvider>
    </I18nProvider>
  );
}
