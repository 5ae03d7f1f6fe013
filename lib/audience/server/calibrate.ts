import 'server-only';
import { eq } from 'drizzle-orm';
import { upstreamFailure } from '@/lib/apps/server/failure';
import { appendAudit } from '@/lib/audit/append';
import { Refusal } from '@/lib/core/result';
import type { Database } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';
import { countDialect } from '@/lib/db/schema/audiences';
import type { Getui } from '@/lib/getui/client';
import { GetuiError } from '@/lib/getui/errors';
import type { CountCondition } from '@/lib/getui/wire/users';
import { citiesOf } from '../regions';
import type { Flat } from '../schema';
import {
  type Answers,
  dialectFrom,
  findingsOf,
  PROBES,
  type Probe,
  type ProbeId,
  type Trust,
} from '../trust';

const or = (key: CountCondition['key'], values: readonly string[]): CountCondition => ({
  key,
  op: 'or',
  values,
});
/** 广东, 江苏, 浙江 and 山东: many users, many cities. */
const PROVINCES = ['44000000', '32000000', '33000000', '37000000'];
const CITIES = PROVINCES.flatMap((code) => citiesOf(code).map((city) => city.code));
const BOTH = or('phoneType', ['android', 'ios']);

/** Both phones first and last: whichever single condition a vendor may keep, it is not the intersection, which is nobody. */
const ASKED: Readonly<Record<ProbeId, Flat>> = {
  everybody: [],
  phones: [BOTH],
  repeated: [BOTH, or('phoneType', ['android']), or('phoneType', ['ios']), BOTH],
  not: [{ key: 'phoneType', op: 'not', values: ['android', 'ios'] }],
  provinces: [or('region', PROVINCES)],
  cities: [or('region', [...PROVINCES, ...CITIES])],
};

type Said = Pick<Probe, 'count' | 'refusal'>;

/** A refusal of the content is an answer; anything else ends the calibration. */
async function ask(upstream: Getui, id: ProbeId, requestId: string): Promise<Said> {
  try {
    return { count: await upstream.users.count(ASKED[id], { requestId }), refusal: null };
  } catch (error) {
    if (!(error instanceof GetuiError)) throw error;
    if (error.kind !== 'refused' || id === 'phones') throw new Refusal(upstreamFailure(error, requestId));
    return { count: null, refusal: { code: error.code, message: error.msg ?? '' } };
  }
}

type Place = { db: Database; appId: string; upstream: Getui };
type By = { actor: { accountId: string; name: string }; requestId: string };

/**
 * Finds out with six counts what the user page leaves open about POST /user/count for this app, and keeps it, audited.
 * @throws Refusal with what the upstream failed with; nothing is kept then
 */
export async function calibrate({ db, appId, upstream }: Place, by: By, now: () => number): Promise<Trust> {
  const said = new Map<ProbeId, Said>();
  for (const id of PROBES) said.set(id, await ask(upstream, id, by.requestId));
  const none: Said = { count: null, refusal: null };
  const counts = Object.fromEntries(PROBES.map((id) => [id, said.get(id)?.count ?? null])) as Answers;
  const found = findingsOf(counts);
  const probes = PROBES.map((id) => ({
    id,
    conditions: ASKED[id],
    ...(said.get(id) ?? none),
    follows: found[id],
  }));
  const dialect = dialectFrom(found);
  const at = new Date(now());
  await db.transaction(async (tx) => {
    const values = { dialect, probes, at, by: by.actor.accountId };
    await tx
      .insert(countDialect)
      .values({ appId, ...values })
      .onConflictDoUpdate({ target: countDialect.appId, set: values });
    await appendAudit(tx, {
      at,
      actor: { id: by.actor.accountId, name: by.actor.name },
      appId,
      action: 'audience.calibrate',
      detail: { dialect, found, counts },
    });
  });
  return { dialect, probes, at: at.getTime(), by: by.actor.name };
}

/** The last calibration of an app; null when there was none. */
export async function trustOf(db: Database, appId: string): Promise<Trust | null> {
  const [row] = await db.orm
    .select({
      dialect: countDialect.dialect,
      probes: countDialect.probes,
      at: countDialect.at,
      by: account.name,
    })
    .from(countDialect)
    .leftJoin(account, eq(account.id, countDialect.by))
    .where(eq(countDialect.appId, appId));
  return row ? { ...row, at: row.at.getTime() } : null;
}
