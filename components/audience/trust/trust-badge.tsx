'use client';

import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { Probe, Trust } from '@/lib/audience/trust';
import type { Failure, Result } from '@/lib/core/result';
import { FailureCallout } from '../../data/failure-state';
import { failureOf, useRead, useShownApp } from '../../data/reads';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Table } from '../../ui/table';

export type CheckCounting = (appId: string, input: Record<string, never>) => Promise<Result<Trust>>;

/** Whether counting this app was checked; opens what was found. `check`: for people who may have it checked. */
export function TrustBadge({ check }: Readonly<{ check?: CheckCounting | undefined }>) {
  const t = useTranslations('audienceTrust');
  const format = useFormatter();
  const { data: trust, error, isPending, refetch } = useRead('audience.trust', {});
  const at = trust ? format.dateTime(new Date(trust.at), 'minute') : '';
  const label = isPending
    ? t('loading')
    : error
      ? t('failed')
      : trust
        ? t('checked', { at })
        : t('unchecked');
  return (
    <Dialog
      title={t('title')}
      description={t('body')}
      size="lg"
      trigger={
        <Button size="sm" icon={trust ? ShieldCheck : ShieldAlert}>
          {label}
        </Button>
      }
      footer={check ? <CheckButton check={check} onChecked={() => void refetch()} /> : undefined}
    >
      {error ? <FailureCallout failure={failureOf(error)} onRetry={() => void refetch()} /> : null}
      {trust ? <Found trust={trust} at={at} /> : <p>{label}</p>}
    </Dialog>
  );
}

function CheckButton({ check, onChecked }: Readonly<{ check: CheckCounting; onChecked: () => void }>) {
  const t = useTranslations('audienceTrust');
  const appId = useShownApp();
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function run() {
    setPending(true);
    setFailure(null);
    const answer = await check(appId, {}).catch(
      () => ({ ok: false, error: { code: 'UNEXPECTED' } }) as const,
    );
    setPending(false);
    if (answer.ok) onChecked();
    else setFailure(answer.error);
  }
  return (
    <>
      {failure ? <FailureCallout failure={failure} /> : null}
      <Button variant="primary" isPending={isPending} onPress={() => void run()}>
        {t('check')}
      </Button>
    </>
  );
}

function Found({ trust, at }: Readonly<{ trust: Trust; at: string }>) {
  const t = useTranslations('audienceTrust');
  const format = useFormatter();
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">{t('lastBy', { at, name: trust.by ?? '—' })}</p>
      <Table<Probe>
        caption={t('table')}
        rows={trust.probes}
        rowKey={(probe) => probe.id}
        empty={null}
        columns={[
          {
            key: 'asked',
            header: t('asked'),
            isRowHeader: true,
            wrap: true,
            cell: ({ id }) => t(`probe.${id}`),
          },
          {
            key: 'answer',
            header: t('answer'),
            align: 'end',
            cell: ({ count, refusal }) =>
              count === null
                ? t('refusedWith', { code: String(refusal?.code ?? '—') })
                : format.number(count),
          },
          {
            key: 'follows',
            header: t('follows'),
            wrap: true,
            cell: ({ follows }) => t(`finding.${follows}`),
          },
        ]}
      />
    </div>
  );
}
