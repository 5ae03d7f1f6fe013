'use client';

import type { Route } from 'next';
import { useTranslations } from 'use-intl/react';
import type { JobDetail, RelatedJob } from '@/lib/changes/schema';
import { TextLink } from '../ui/link-button';
import { JobState } from './job-state';
import { useKindName } from './kind-name';

/** The change this one came of, and the undo, retry and verification that came of it. */
export function RelatedJobs({ job }: Readonly<{ job: JobDetail }>) {
  const t = useTranslations('jobs.origin');
  const kindName = useKindName();
  const line = (related: RelatedJob, text: string) => (
    <li key={related.id} className="flex flex-wrap items-center gap-x-3">
      <TextLink href={`/jobs/${related.id}` as Route}>{text}</TextLink>
      <JobState job={{ state: related.state, wait: null }} />
    </li>
  );
  const { parent, offspring, origin } = job;
  return (
    <ul className="flex flex-col gap-1">
      {parent ? line(parent, t('of', { what: t(origin.from), kind: kindName(parent.kind) })) : null}
      {offspring.map((child) => line(child, `${t(child.from)}: ${kindName(child.kind)}`))}
    </ul>
  );
}
