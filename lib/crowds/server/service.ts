import 'server-only';
import { eq } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import { crowdService } from '@/lib/db/schema/crowds';
import type { GetuiError } from '@/lib/getui/errors';
import type { ServiceView } from '../schema';

const MINUTE = 60_000;
/** How often the upstream's plans are read by themselves: for plans made elsewhere. */
const LIST_EVERY_MS = 10 * MINUTE;
/** An app that has not bought the feature is asked again once a day. */
const ASK_AGAIN_MS = 24 * 60 * MINUTE;

type Values = Partial<Omit<typeof crowdService.$inferInsert, 'appId'>>;
const put = (db: Pick<Database, 'orm'>, appId: string, values: Values) =>
  db.orm
    .insert(crowdService)
    .values({ appId, ...values })
    .onConflictDoUpdate({ target: crowdService.appId, set: values });

/** The upstream has answered as it does to apps that have bought the feature; `listed`: with its plans. */
export async function noteServed(
  db: Pick<Database, 'orm'>,
  appId: string,
  now: number,
  listed: boolean,
): Promise<void> {
  const at = new Date(now);
  await put(db, appId, {
    ...{ enabled: true, code: null, message: null, checkedAt: at },
    ...(listed ? { listedAt: at, failure: null, nextListAt: new Date(now + LIST_EVERY_MS) } : {}),
  });
}

/** The upstream has not answered as wanted: that the feature is not bought is remembered, with its own words. */
export async function noteFailure(
  db: Pick<Database, 'orm'>,
  appId: string,
  error: GetuiError,
  now: number,
): Promise<void> {
  const at = new Date(now);
  const { kind, code, msg } = error;
  if (kind === 'not-enabled')
    await put(db, appId, {
      ...{ enabled: false, code, message: msg, checkedAt: at, failure: kind },
      nextListAt: new Date(now + ASK_AGAIN_MS),
    });
  else await put(db, appId, { failure: kind, nextListAt: new Date(now + LIST_EVERY_MS) });
}

/** Whether an app has bought the feature, as far as anybody knows. */
export async function serviceOf(db: Database, appId: string): Promise<ServiceView> {
  const [row] = await db.orm.select().from(crowdService).where(eq(crowdService.appId, appId));
  return {
    enabled: row?.enabled ?? null,
    code: row?.code ?? null,
    message: row?.message ?? null,
    checkedAt: row?.checkedAt?.getTime() ?? null,
    listedAt: row?.listedAt?.getTime() ?? null,
    failure: row?.failure ?? null,
  };
}
