import { describe, expect, test } from 'vitest';
import { brokenEdges, clientLeaks, cycles, textFindings } from './rules';

describe('the import rules still bite', () => {
  test.each([
    ['lib/aliases/rules.ts', 'components/ui/button.tsx'],
    ['components/aliases/x.tsx', 'app/page.tsx'],
    ['components/ui/button.tsx', 'components/data/reads.tsx'],
    ['components/aliases/x.tsx', 'components/jobs/y.tsx'],
    ['components/aliases/x.tsx', 'lib/aliases/server/lookup.ts'],
    ['components/aliases/x.tsx', 'lib/changes/run.ts'],
    ['components/aliases/x.tsx', 'lib/i18n/server.ts'],
    ['lib/core/ids.ts', 'lib/env.ts'],
    ['lib/getui/client.ts', 'lib/sandbox/server.ts'],
    ['lib/sandbox/server.ts', 'lib/getui/client.ts'],
    ['lib/getui/client.ts', 'lib/env.ts'],
    ['lib/aliases/kinds.ts', 'lib/tags/rules.ts'],
    ['lib/changes/run.ts', 'lib/aliases/kinds.ts'],
  ])('%s → %s is refused', (from, to) => expect(brokenEdges([{ from, to }])).not.toEqual([]));

  test.each([
    ['components/aliases/x.tsx', 'components/ui/button.tsx'],
    ['components/aliases/x.tsx', 'lib/aliases/rules.ts'],
    ['components/settings/x.tsx', 'lib/auth/permissions.ts'],
    ['app/(console)/aliases/page.tsx', 'components/aliases/x.tsx'],
    ['lib/aliases/server/lookup.ts', 'lib/getui/errors.ts'],
  ])('%s → %s is allowed', (from, to) => expect(brokenEdges([{ from, to }])).toEqual([]));

  test('a client file that reaches the server by a detour is found with its way', () => {
    const edges = [
      { from: 'components/a.tsx', to: 'lib/b.ts' },
      { from: 'lib/b.ts', to: 'lib/db/client.ts' },
      { from: 'components/a.tsx', to: 'app/actions.ts' },
      { from: 'app/actions.ts', to: 'lib/db/client.ts' },
    ];
    const found = clientLeaks(edges, new Set(['components/a.tsx']), new Set(['app/actions.ts']));
    expect(found.map(({ at }) => at)).toEqual(['components/a.tsx → lib/b.ts → lib/db/client.ts']);
  });

  test('circles are found', () => {
    const edges = [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'c' },
      { from: 'c', to: 'a' },
    ];
    expect(cycles(edges)).toHaveLength(1);
    expect(cycles(edges.slice(0, 2))).toEqual([]);
  });

  test('the environment read in passing and long files are found', () => {
    const read = ['const port = process', 'env.PORT;'].join('.');
    expect(textFindings('lib/aliases/x.ts', read)).toHaveLength(1);
    expect(textFindings('lib/env.ts', read)).toEqual([]);
    expect(textFindings('lib/x.ts', '\n'.repeat(301))).toHaveLength(1);
    expect(textFindings('lib/x.ts', '\n'.repeat(300))).toEqual([]);
  });
});
