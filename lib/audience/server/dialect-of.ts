import 'server-only';
import { eq } from 'drizzle-orm';
import type { Database } from '@/lib/db/client';
import { countDialect } from '@/lib/db/schema/audiences';
import { CAUTIOUS, type Dialect } from '../dialect';

/** What counting an app was found to mean; {@link CAUTIOUS} when nobody has had it checked. */
export async function dialectOf(db: Database, appId: string): Promise<Dialect> {
  const [found] = await db.orm
    .select({ dialect: countDialect.dialect })
    .from(countDialect)
    .where(eq(countDialect.appId, appId));
  return found?.dialect ?? CAUTIOUS;
}
