'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useRead } from '../data/reads';
import { ProgressBar } from '../ui/progress-bar';
import { useBytes, useDuration } from './format';
import { paceOf, type Sample, withSample } from './pace';
import type { Uploading } from './use-upload';

const POLL_MS = 1000;

/** How far the file is: on its way, and then what the server does with it. */
export function UploadProgress({ uploading }: Readonly<{ uploading: Uploading }>) {
  const t = useTranslations('imports.progress');
  const bytes = useBytes();
  const { key, sent, size } = uploading;
  const { data } = useRead('imports.progress', { key }, { refetchInterval: POLL_MS });
  const rows = data ? t('rows', { rows: data.rows }) : '';
  // The connection holds bytes that the server has not read yet: once all are sent, its own count goes on.
  const isReading = sent >= size && data?.stage === 'reading';
  const done = isReading ? data.done : sent;
  if (!data || sent < size || isReading)
    return (
      <Stage
        key="reading"
        label={t(isReading ? 'reading' : 'sending')}
        note={[t('bytes', { sent: bytes(done), size: bytes(size) }), rows].filter(Boolean).join(' · ')}
        done={done}
        total={size}
        rate={(perSecond) => t('rate', { amount: bytes(perSecond) })}
      />
    );
  return (
    <Stage
      key={data.stage}
      label={t(data.stage)}
      note={rows}
      done={data.done}
      total={data.total}
      rate={(perSecond) => t('rate', { amount: t('rows', { rows: Math.round(perSecond) }) })}
    />
  );
}

type StageProps = Readonly<{
  label: string;
  note: string;
  done: number;
  total: number;
  rate: (perSecond: number) => string;
}>;

function Stage({ label, note, done, total, rate }: StageProps) {
  const t = useTranslations('imports.progress');
  const duration = useDuration();
  const [samples, setSamples] = useState<Sample[]>([]);
  useEffect(() => setSamples((before) => withSample(before, { at: Date.now(), done })), [done]);
  const pace = total > 0 ? paceOf(samples, total) : null;
  const facts = [
    note,
    pace ? rate(pace.perSecond) : '',
    pace ? t('left', { time: duration(pace.leftMs) }) : '',
  ];
  return (
    <div className="flex flex-col gap-1">
      <ProgressBar
        label={label}
        total={total}
        parts={[{ tone: 'accent', label, count: Math.min(done, total) }]}
      />
      <p className="text-sm text-muted tabular-nums">{facts.filter(Boolean).join(' · ')}</p>
      <p className="text-sm text-muted">{t('stay')}</p>
    </div>
  );
}
