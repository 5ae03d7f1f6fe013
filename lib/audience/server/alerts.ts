import 'server-only';
import { and, desc, eq, gt, gte, ne } from 'drizzle-orm';
import { appendAudit } from '@/lib/audit/append';
import type { AppCtx } from '@/lib/auth/server/doors';
import { newId } from '@/lib/core/ids';
import { refuse } from '@/lib/core/result';
import type { Database, Tx } from '@/lib/db/client';
import { type audience, audienceAlert, audienceSnapshot } from '@/lib/db/schema/audiences';
import type { AlertKind } from '../saved-schema';
import { raised } from '../snapshot-rules';

type Row = typeof audience.$inferSelect;
type Snapshot = typeof audienceSnapshot.$inferSelect;

/** Raises what a snapshot that is about to be kept has to say, see `raised` of snapshot-rules.ts. */
export async function raiseAlerts(tx: Tx, row: Row, now: Snapshot): Promise<void> {
  const [before] = await tx
    .select()
    .from(audienceSnapshot)
    .where(
      and(
        eq(audienceSnapshot.audienceId, row.id),
        eq(audienceSnapshot.version, now.version),
        ne(audienceSnapshot.state, 'failed'),
      ),
    )
    .orderBy(desc(audienceSnapshot.at), desc(audienceSnapshot.id))
    .limit(1);
  const found = raised(row.alerts, now, before ?? null, await stillTold(tx, row));
  if (found.length === 0) return;
  await tx.insert(audienceAlert).values(
    found.map((one) => ({
      ...one,
      id: newId(now.at.getTime()),
      appId: row.appId,
      audienceId: row.id,
      at: now.at,
    })),
  );
}

/** Kinds raised before that hold since: no good snapshot after them was at the floor, or above zero. */
async function stillTold(tx: Tx, { id, alerts }: Row): Promise<Set<AlertKind>> {
  const told = new Set<AlertKind>();
  for (const kind of ['floor', 'zero'] as const) {
    const least = kind === 'floor' ? alerts.floor : 1;
    if (least === null) continue;
    const [last] = await tx
      .select()
      .from(audienceAlert)
      .where(and(eq(audienceAlert.audienceId, id), eq(audienceAlert.kind, kind)))
      .orderBy(desc(audienceAlert.at))
      .limit(1);
    if (!last || (kind === 'floor' && last.against !== least)) continue;
    const [above] = await tx
      .select({ id: audienceSnapshot.id })
      .from(audienceSnapshot)
      .where(
        and(
          eq(audienceSnapshot.audienceId, id),
          gt(audienceSnapshot.at, last.at),
          gte(audienceSnapshot.high, least),
        ),
      )
      .limit(1);
    if (!above) told.add(kind);
  }
  return told;
}

/** Acknowledges an alert of this app. @throws Refusal NOT_FOUND */
export async function seeAlert(
  db: Database,
  ctx: AppCtx,
  { id }: { id: string },
  now: number,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const mineToo = and(eq(audienceAlert.id, id), eq(audienceAlert.appId, ctx.app.id));
    const [row] = await tx.select().from(audienceAlert).where(mineToo).for('update');
    if (!row) refuse('NOT_FOUND');
    if (row.seenAt) return true;
    const at = new Date(now);
    await tx.update(audienceAlert).set({ seenAt: at, seenBy: ctx.actor.accountId }).where(mineToo);
    await appendAudit(tx, {
      at,
      actor: { id: ctx.actor.accountId, name: ctx.actor.name },
      appId: ctx.app.id,
      action: 'audience.see-alert',
      target: row.audienceId,
      detail: { kind: row.kind, value: row.value, against: row.against },
    });
    return true;
  });
}
