'use client';

import { useTranslations } from 'use-intl/react';
import { FailureCallout } from '../data/failure-state';
import { useRead, useShownApp } from '../data/reads';
import { useDeed, useRefresh } from '../data/use-deed';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { Time } from '../ui/time';
import { type CrowdDoors, useCrowdDoors } from './doors';

/** That this app has not bought the feature: what it is for and how to ask. Nothing when it has, or nobody knows. */
export function ServiceNote() {
  const t = useTranslations('crowds.service');
  const app = useShownApp();
  const doors = useCrowdDoors();
  const { data } = useRead('crowds.service', {});
  if (!data) return null;
  if (data.enabled !== false)
    return data.failure ? <p className="text-sm text-muted">{t('failure')}</p> : null;
  const said = [data.code, data.message].filter((one) => one !== null && one !== '').map(String);
  return (
    <Callout tone="warn" title={t('offTitle')} actions={doors ? <Again doors={doors} /> : undefined}>
      <p>{t('off')}</p>
      <p className="mt-1 font-mono text-xs break-all">
        {t('appId')} {app}
      </p>
      <p className="mt-1">
        {t('said', { code: said[0] ?? '—', message: said[1] ?? '' })}
        {data.checkedAt === null ? null : (
          <span className="ms-3">
            {t('checked')} <Time value={data.checkedAt} show="minute" />
          </span>
        )}
      </p>
      <p className="mt-1">{t('archive')}</p>
    </Callout>
  );
}

function Again({ doors }: Readonly<{ doors: CrowdDoors }>) {
  const t = useTranslations('crowds.service');
  const { run, failure, isPending } = useDeed(doors.list, 'crowds.');
  const refresh = useRefresh('crowds.service');
  return (
    <>
      <Button
        size="sm"
        isPending={isPending}
        onPress={async () => {
          if (!(await run({}))) refresh();
        }}
      >
        {t('again')}
      </Button>
      {failure && failure.code !== 'UPSTREAM_NOT_ENABLED' ? <FailureCallout failure={failure} /> : null}
    </>
  );
}
