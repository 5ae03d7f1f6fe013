'use client';

import { useTranslations } from 'use-intl/react';
import type { FailedCalls, JobDetail } from '@/lib/changes/schema';
import type { Messages } from '@/lib/i18n/messages/zh-CN';
import { outcomeText } from '@/lib/i18n/outcome-text';
import { Callout } from '../ui/callout';

const EFFECT = { all: 'open', some: 'partly', failed: 'unreadable', none: 'unread' } as const;
type Failure = keyof Messages['outcomes']['failure'];

/** A sentence for each way in which calls failed: what happened, what it did to the rows, and what to do. */
export function FailedCallsList({ job }: Readonly<{ job: JobDetail }>) {
  return job.figures.failed.map((group) => (
    <FailedGroup
      key={[group.failure, group.upstreamCode, group.httpStatus, group.readBack, group.rest].join()}
      group={group}
      job={job}
    />
  ));
}

function FailedGroup({ group, job }: Readonly<{ group: FailedCalls; job: JobDetail }>) {
  const all = useTranslations();
  const t = useTranslations('jobs');
  const say = useTranslations('outcomes');
  const { calls, rows, rest, known, readBack, httpStatus, upstreamCode, upstreamMessage, requestId } = group;
  const failure = (say.has(`failure.${group.failure as Failure}`) ? group.failure : 'other') as Failure;
  const title = [
    calls > 1 ? t('calls.failedAlike', { calls, rows }) : '',
    say(`failure.${failure}`, { http: String(httpStatus ?? '—') }),
    say(`effect.${known ? (rest ? 'rest' : 'none') : job.readable ? EFFECT[readBack] : 'blind'}`),
    !known && job.once ? say('once') : say(`advice.${failure}`),
  ].join('');
  const trouble = {
    failure,
    known,
    httpStatus,
    code: upstreamCode,
    message: upstreamMessage,
    once: job.once,
  };
  const { meaning, remedy } = outcomeText(all, trouble);
  const saysMore = meaning !== say(`failure.${failure}`, { http: String(httpStatus ?? '—') }).trim();
  return (
    <Callout tone={known ? 'danger' : 'warn'} isAlert title={title}>
      {httpStatus !== null || upstreamCode !== null ? (
        <span className="me-3">
          {t('upstream', {
            http: String(httpStatus ?? '—'),
            code: String(upstreamCode ?? '—'),
            message: upstreamMessage || '—',
          })}
        </span>
      ) : null}
      {saysMore ? <span className="me-3">{`${meaning} ${remedy}`}</span> : null}
      {requestId ? <span className="font-mono text-sm">{t('requestId', { id: requestId })}</span> : null}
    </Callout>
  );
}
