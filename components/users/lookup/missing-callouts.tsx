'use client';

import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/core/result';
import { failureText } from '@/lib/i18n/failure-text';
import type { Group } from '@/lib/users/rules';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/callout';
import type { Progress, Session } from './session';

type MissingCalloutsProps = Readonly<{
  session: Session;
  progress: Progress;
  /** Rows in the order in which they are wanted. */
  order: () => Int32Array;
  /** Groups that are shown. */
  groups: readonly Group[];
}>;

/** What could not be read or was stopped: how many rows, why, and a way to read only those. What has come stays. */
export function MissingCallouts({ session, progress, order, groups }: MissingCalloutsProps) {
  const t = useTranslations('users');
  const { store } = session;
  const missing = store.missing().filter(({ failure }) => failure.code !== 'UPSTREAM_NOT_ENABLED');
  const halted = [...progress.halted].filter(([group]) => groups.includes(group) && left(session, group) > 0);
  return (
    <>
      {missing.map(({ group, failure, rows }) => (
        <Missing
          key={`${group} ${failure.code} ${failure.params?.upstreamCode ?? ''}`}
          title={t('missing.failed', { count: rows, group: t(`groups.${group}.name`) })}
          failure={failure}
          isBusy={progress.reading.has(group)}
          label={t('missing.retry', { count: store.failed[group] })}
          onPress={() => session.retry(group, order())}
        />
      ))}
      {halted.map(([group, failure]) => (
        <Missing
          key={group}
          title={t(failure ? 'missing.broken' : 'missing.stopped', {
            count: left(session, group),
            group: t(`groups.${group}.name`),
          })}
          failure={failure}
          isBusy={false}
          label={t('missing.goOn')}
          onPress={() => session.read([group], order())}
        />
      ))}
    </>
  );
}

const left = ({ store }: Session, group: Group) => store.size - store.read[group] - store.failed[group];

type MissingProps = Readonly<{
  title: string;
  failure: Failure | null;
  isBusy: boolean;
  label: string;
  onPress: () => void;
}>;

function Missing({ title, failure, isBusy, label, onPress }: MissingProps) {
  const t = useTranslations();
  const told = failure ? failureText(t, failure) : null;
  return (
    <Callout
      tone={failure ? 'danger' : 'info'}
      isAlert={failure !== null}
      title={title}
      actions={
        <Button size="sm" isDisabled={isBusy} onPress={onPress}>
          {label}
        </Button>
      }
    >
      {told ? (
        <>
          {told.what} {told.todo}
          {told.upstream ? <span className="ms-2">{told.upstream}</span> : null}
        </>
      ) : null}
    </Callout>
  );
}
