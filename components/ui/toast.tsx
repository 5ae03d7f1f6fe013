'use client';

import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast,
  UNSTABLE_ToastContent,
  UNSTABLE_ToastQueue,
  UNSTABLE_ToastRegion,
} from 'react-aria-components';
import { useTranslations } from 'use-intl/react';
import { Button } from './button';
import { buttonStyle } from './button-style';
import { cx } from './cx';

export type ToastTone = 'success' | 'info' | 'warn' | 'error';
export type ToastInput = Readonly<{
  title: string;
  description?: string;
  tone?: ToastTone;
  action?: Readonly<{ label: string; onPress: () => void }>;
  /** Milliseconds on screen, at least 5 s; errors stay until they are dismissed. */
  timeoutMs?: number;
}>;

const queue = new UNSTABLE_ToastQueue<ToastInput>({ maxVisibleToasts: 4 });

/** Shows a short notice in the corner and reads it out. Returns its key, for {@link dismissToast}. */
export function showToast(input: ToastInput): string {
  const timeout = input.tone === 'error' ? input.timeoutMs : (input.timeoutMs ?? 6_000);
  return queue.add(input, timeout === undefined ? {} : { timeout: Math.max(timeout, 5_000) });
}

/** Takes a notice away before its time. */
export function dismissToast(key: string): void {
  queue.close(key);
}

const TONES = {
  success: { icon: CircleCheck, className: 'text-ok' },
  info: { icon: Info, className: 'text-info' },
  warn: { icon: TriangleAlert, className: 'text-warn' },
  error: { icon: CircleAlert, className: 'text-danger' },
} as const;

/** The corner where notices appear; once per page, in the root providers. */
export function ToastRegion() {
  const t = useTranslations('ui');
  return (
    <UNSTABLE_ToastRegion
      queue={queue}
      aria-label={t('notifications')}
      className="fixed right-4 bottom-4 left-4 z-50 flex flex-col gap-2 outline-none sm:left-auto sm:w-96"
    >
      {({ toast }) => (
        <UNSTABLE_Toast
          toast={toast}
          className="enter-rise flex items-start gap-2.5 rounded-lg bg-raised py-3 ps-3.5 pe-2 shadow-pop"
        >
          <ToneIcon tone={toast.content.tone ?? 'info'} />
          <UNSTABLE_ToastContent className="min-w-0 flex-1">
            <Text slot="title" className="block font-medium">
              {toast.content.title}
            </Text>
            {toast.content.description ? (
              <Text slot="description" className="block text-sm text-muted">
                {toast.content.description}
              </Text>
            ) : null}
          </UNSTABLE_ToastContent>
          {toast.content.action ? (
            <Button
              size="sm"
              onPress={() => {
                toast.content.action?.onPress();
                queue.close(toast.key);
              }}
            >
              {toast.content.action.label}
            </Button>
          ) : null}
          <AriaButton slot="close" aria-label={t('dismiss')} className={buttonStyle('ghost', 'sm', true)}>
            <X aria-hidden className="size-4" />
          </AriaButton>
        </UNSTABLE_Toast>
      )}
    </UNSTABLE_ToastRegion>
  );
}

function ToneIcon({ tone }: Readonly<{ tone: ToastTone }>) {
  const { icon: Icon, className } = TONES[tone];
  return <Icon aria-hidden className={cx('mt-[3px] size-4 shrink-0', className)} />;
}
