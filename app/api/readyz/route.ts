import { database } from '@/lib/db/current';
import { lifecycle } from '@/lib/launch/lifecycle';

/** Ready: the database answers and the process is not on its way out. The upstream being down does not turn this red. */
export async function GET(): Promise<Response> {
  const ready = await Promise.resolve()
    .then(() => (lifecycle().ending ? Promise.reject(new Error('ending')) : database().ping()))
    .then(
      () => true,
      () => false,
    );
  return Response.json(
    { ok: ready },
    { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  );
}
