// A process of its own for tokens.int.test.ts: opens the shared database, waits for a line, asks many times at once.
import { once } from 'node:events';
import { openDatabase } from '@/lib/db/client';
import { createGetui } from '@/lib/getui/client';
import { sharedTokenStore } from './tokens';

const { url, key, calls, cid, ...app } = JSON.parse(process.argv[2] ?? '{}') as {
  url: string;
  key: string;
  calls: number;
  cid: string;
  appId: string;
  appKey: string;
  masterSecret: string;
  baseUrl: string;
};
const db = await openDatabase({ url });
const getui = createGetui(app, { tokens: sharedTokenStore(db, Buffer.from(key, 'base64')) });
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const results = await Promise.allSettled(Array.from({ length: calls }, () => getui.aliases.byCid(cid)));
const failures = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
process.stdout.write(
  `${JSON.stringify({ answered: results.length - failures.length, failures: failures.slice(0, 3) })}\n`,
);
await db.close();
process.exit(0);
