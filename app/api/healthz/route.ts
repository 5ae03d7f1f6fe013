/** Alive: the process answers. Says nothing about the database or the upstream. */
export const GET = () => Response.json({ ok: true }, { headers: { 'cache-control': 'no-store' } });
