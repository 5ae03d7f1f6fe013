// Makes the demo's accounts in an empty database, before the server opens it. Never part of the server itself.

import { ROLES } from '@/lib/auth/permissions';
import { createAccount } from '@/lib/auth/server/accounts';
import { hashPassword } from '@/lib/auth/server/password';
import { openDatabase } from '@/lib/db/client';
import { account } from '@/lib/db/schema/accounts';

const NAMES = {
  viewer: '林小雨',
  analyst: '周子墨',
  operator: '陈思远',
  admin: '王建国',
  auditor: '赵敏',
} as const;

const [where, password] = process.argv.slice(2);
if (!where || !password) throw new Error('usage: seed-demo <data dir or postgres:// address> <password>');

const db = await openDatabase(/^postgres(ql)?:/.test(where) ? { url: where } : { dataDir: where });
try {
  const known = await db.orm.select({ id: account.id }).from(account).limit(1);
  if (known.length === 0) {
    const hashes = await Promise.all(ROLES.map(() => hashPassword(password)));
    await db.transaction(async (tx) => {
      for (const [i, role] of ROLES.entries()) {
        const person = {
          email: `${role}@demo.muster`,
          name: NAMES[role],
          role,
          passwordHash: hashes[i] ?? null,
        };
        await createAccount(tx, { id: null, name: 'demo' }, person, new Date());
      }
    });
  }
} finally {
  await db.close();
}
