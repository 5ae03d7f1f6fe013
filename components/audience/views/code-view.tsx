'use client';

import { useTranslations } from 'use-intl/react';
import { countBody, countCurl, pushAudience } from '@/lib/audience/wire';
import { Callout } from '../../ui/callout';
import { CopyButton } from '../../ui/copy-button';
import { Section } from '../../ui/section';
import { useFlatText } from '../answer/flat-text';
import type { ViewProps } from './view-props';

/** The same audience for programs: what is sent to count it, and the conditions of a push when there is one for it. */
export function CodeView({ answer }: ViewProps) {
  const t = useTranslations('audience.code');
  const text = useFlatText();
  if (!answer) return <Callout>{t('notYet')}</Callout>;
  const [only] = answer.terms;
  const isOne = answer.terms.length === 1 && only?.times === 1;
  return (
    <div className="flex flex-col gap-4">
      {isOne && only ? (
        <Snippet title={t('push')} note={t('pushNote')} code={pretty(pushAudience(only.flat))} />
      ) : (
        <Callout title={t('noPush')}>
          {answer.terms.length === 0 ? t('noPushNobody') : t('noPushBody', { count: answer.terms.length })}
        </Callout>
      )}
      {answer.terms.map(({ times, flat }, i) => (
        <Section
          key={JSON.stringify(flat)}
          title={isOne ? t('count') : t('term', { nth: i + 1, times })}
          description={text(flat)}
        >
          <div className="grid gap-4 lg:grid-cols-2">
            <Snippet title={t('json')} code={pretty(countBody(flat))} />
            <Snippet title="cURL" note={t('curlNote')} code={countCurl(flat)} />
          </div>
        </Section>
      ))}
    </div>
  );
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

function Snippet({ title, note, code }: Readonly<{ title: string; note?: string; code: string }>) {
  const t = useTranslations('audience.code');
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex items-center justify-between gap-2">
        <span className="font-medium">{title}</span>
        <CopyButton value={code} label={t('copy', { title })} />
      </figcaption>
      {note ? <p className="mb-1 text-sm text-muted">{note}</p> : null}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard
        tabIndex={0}
        className="max-h-80 overflow-auto rounded border border-line bg-sunken p-3 font-mono text-sm"
      >
        {code}
      </pre>
    </figure>
  );
}
