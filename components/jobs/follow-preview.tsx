'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import { KeyValue } from '../ui/description-list';
import type { FollowUp } from './doors';
import { useMoment } from './words';

/** What the follow-up would do and cost; nothing has been sent. */
export function FollowPreview({ preview }: Readonly<{ preview: FollowUp }>) {
  const t = useTranslations('jobs');
  const format = useFormatter();
  const moment = useMoment();
  const { counts } = preview;
  const left = counts
    ? [
        counts.nothing > 0 ? t('follow.nothingBefore', { count: counts.nothing }) : '',
        counts.beforeUnknown > 0 ? t('follow.beforeUnknown', { count: counts.beforeUnknown }) : '',
        counts.changedSince > 0
          ? t('follow.changedSince', { count: counts.changedSince, compared: counts.compared })
          : '',
      ].filter(Boolean)
    : [];
  return (
    <div className="flex flex-col gap-4" role="status">
      <div className="grid grid-cols-2 gap-4">
        <KeyValue label={t('calls.rows')} value={format.number(preview.total)} />
        <KeyValue label={t('calls.count')} value={format.number(preview.calls)} />
      </div>
      {left.length ? (
        <ul className="list-disc ps-5 text-sm text-muted">
          {left.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ) : null}
      <p className="text-sm text-muted">{t('follow.expires', { time: moment(preview.expiresAt) })}</p>
    </div>
  );
}
