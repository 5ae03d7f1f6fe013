import type { Metadata } from 'next';
import { AuditScreen } from '@/components/audit/audit-screen';
import { AUDIT_PAGE, listAudit, verifyChain } from '@/lib/audit/read';
import { requirePage } from '@/lib/auth/server/guard';
import { database } from '@/lib/db/current';
import { getT } from '@/lib/i18n/server';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT())('settings.audit.title') };
}

export default async function AuditPage({ searchParams }: PageProps<'/audit'>) {
  await requirePage('audit:read');
  const { before, verify, job } = await searchParams;
  const bound = Number(before);
  const jobId = typeof job === 'string' && job !== '' ? job.slice(0, 40) : undefined;
  const rows = await listAudit(database(), {
    before: Number.isSafeInteger(bound) && bound > 0 ? bound : undefined,
    jobId,
  });
  // The whole chain is hashed only when somebody asks.
  const chain = verify === '1' ? await verifyChain(database()) : null;
  return (
    <AuditScreen
      rows={rows}
      chain={chain}
      jobId={jobId}
      older={rows.length === AUDIT_PAGE ? (rows.at(-1)?.seq ?? null) : null}
    />
  );
}
