import type { ReactNode } from 'react';
import { CrowdDoorsProvider } from '@/components/crowds/doors';
import { can } from '@/lib/auth/permissions';
import { requirePage } from '@/lib/auth/server/guard';
import {
  adoptCrowds,
  askCrowd,
  cloneCrowd,
  decideCrowd,
  deleteCrowdDraft,
  listCrowds,
  previewCrowd,
  saveCrowdDraft,
  seeCrowd,
  submitCrowd,
} from './actions';

const DOORS = {
  save: saveCrowdDraft,
  discard: deleteCrowdDraft,
  clone: cloneCrowd,
  preview: previewCrowd,
  submit: submitCrowd,
  decide: decideCrowd,
  adopt: adoptCrowds,
  list: listCrowds,
  ask: askCrowd,
  see: seeCrowd,
};

export default async function CrowdsLayout({ children }: Readonly<{ children: ReactNode }>) {
  const { actor } = await requirePage('crowd:read');
  return (
    <CrowdDoorsProvider doors={can(actor.role, 'crowd:write') ? DOORS : null}>{children}</CrowdDoorsProvider>
  );
}
