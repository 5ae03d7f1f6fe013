import 'server-only';

/**
 * True when a request that may change something comes from our own pages: its Origin names the host it was sent to, and
 * the browser does not say otherwise. A missing or `null` Origin is refused: Next lets both through.
 */
export function sameOrigin(headers: { get(name: string): string | null }): boolean {
  const origin = headers.get('origin');
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  if (!origin || !host || !URL.canParse(origin)) return false;
  const site = headers.get('sec-fetch-site');
  if (site && site !== 'same-origin') return false;
  return new URL(origin).host === host;
}
