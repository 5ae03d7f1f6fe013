import { database } from '@/lib/db/current';

/** Ready: the database answers. The upstream being down does not turn this red. */
export async function GET(): Promise<Response> {
  const ready = await Promise.resolve()
    .then(() => database().ping())
    .then(
      () => true,
      () => false,
    );
  return Response.json(
    { ok: ready },
    { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  );
}
