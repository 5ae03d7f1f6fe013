import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { can, PERMISSIONS, ROLES, type Role } from '@/lib/auth/permissions';
import { type DoorRule, doorOf } from '@/lib/auth/server/doors';
import { READS } from '@/lib/reads/registry';

/** Every way into the server and what it asks. A door that is missing here, or asks something else, fails. */
const MATRIX: Record<string, DoorRule | 'own check'> = {
  'page /': 'own check',
  'page /sign-in': 'public',
  'page /setup': 'public',
  'page /aliases': 'user:read',
  'page /users/[cid]': 'user:read',
  'page /device-tokens': 'user:read',
  'page /users': 'user:read',
  'action nameLookup': 'user:read',
  'action deleteLookup': 'user:read',
  'read users.lookups': 'user:read',
  'route POST /api/lookups': 'user:read',
  'route GET /api/lookups/[id]': 'user:read',
  'route POST /api/lookups/read': 'user:read',
  'route POST /api/lookups/resolve': 'user:read',
  'route POST /api/lookups/export': 'user:read',
  'route POST /api/lookups/sheet': 'user:read',
  'page /audience': 'audience:read',
  'action saveAudience': 'audience:write',
  'action cloneAudience': 'audience:write',
  'action binAudience': 'audience:write',
  'action restoreAudience': 'audience:write',
  'action scheduleAudience': 'audience:write',
  'action snapshotNow': 'audience:write',
  'action seeAlert': 'audience:write',
  'read audiences.list': 'audience:read',
  'read audiences.one': 'audience:read',
  'read audiences.versions': 'audience:read',
  'read audiences.trend': 'audience:read',
  'read audiences.alerts': 'audience:read',
  'read audiences.usedIn': 'audience:read',
  'read audiences.owners': 'audience:write',
  'page /audience/new': 'audience:read',
  'page /audience/[id]': 'audience:read',
  'page /crowds': 'crowd:read',
  'page /crowds/new': 'crowd:write',
  'page /crowds/[id]': 'crowd:read',
  'action saveCrowdDraft': 'crowd:write',
  'action deleteCrowdDraft': 'crowd:write',
  'action cloneCrowd': 'crowd:write',
  'action previewCrowd': 'crowd:write',
  'action submitCrowd': 'crowd:write',
  'action decideCrowd': 'crowd:write',
  'action adoptCrowds': 'crowd:write',
  'action listCrowds': 'crowd:write',
  'action askCrowd': 'crowd:write',
  'action seeCrowd': 'crowd:write',
  'read crowds.list': 'crowd:read',
  'read crowds.one': 'crowd:read',
  'read crowds.people': 'crowd:read',
  'read crowds.service': 'crowd:read',
  'read crowds.queue': 'crowd:read',
  'read crowds.drafts': 'crowd:write',
  'read crowds.draft': 'crowd:write',
  'read shell.news': 'self:manage',
  'page /blacklist': 'user:read',
  'page /badge': 'user:read',
  'page /tags': 'user:read',
  'page /jobs': 'job:read',
  'page /jobs/[id]': 'job:read',
  'page /audit': 'audit:read',
  'page /quotas': 'budget:read',
  'page /settings/people': 'member:manage',
  'page /settings/account': 'self:manage',
  'action previewAliases': 'alias:write',
  'action orderAliases': 'alias:write',
  'action draftQuickly': 'job:control',
  'action orderQuickly': 'job:control',
  'action orderChange': 'job:control',
  'action pauseChange': 'job:control',
  'action resumeChange': 'job:control',
  'action cancelChange': 'job:control',
  'action prioritiseChange': 'job:control',
  'action discardChange': 'job:control',
  'action undoChange': 'job:control',
  'action retryChange': 'job:control',
  'action verifyChange': 'job:control',
  'action draftTagEdit': 'tag:write',
  'action saveTagEntry': 'tag:write',
  'action draftTagChange': 'tag:write',
  'action turnTagRoute': 'tag:write',
  'action changeBudget': 'budget:manage',
  'action alterBlacklist': 'blacklist:write',
  'action reassertBlacklist': 'blacklist:write',
  'action switchApp': 'self:manage',
  'action inviteMember': 'member:manage',
  'action changeMemberRole': 'member:manage',
  'action setMemberDisabled': 'member:manage',
  'action makeResetLink': 'member:manage',
  'action changePassword': 'self:manage',
  'action endOwnSessions': 'self:manage',
  'action peekSetup': 'public',
  'action spendSetup': 'public',
  'action batch': 'own check',
  'action checkCounting': 'audience:write',
  'read audience.trust': 'audience:read',
  'read aliases.lookup': 'user:read',
  'read aliases.of-cid': 'user:read',
  'read aliases.history': 'user:read',
  'read card.find': 'user:read',
  'read card.detail': 'user:read',
  'read card.status': 'user:read',
  'read card.device': 'user:read',
  'read card.alias': 'user:read',
  'read card.tags': 'user:read',
  'read card.register': 'user:read',
  'read card.timeline': 'user:read',
  'read blacklist.list': 'user:read',
  'read blacklist.counts': 'user:read',
  'read badge.unknown': 'user:read',
  'read tags.of-cid': 'user:read',
  'read tags.suggest': 'user:read',
  'read tags.list': 'user:read',
  'read tags.entry': 'user:read',
  'read tags.members': 'user:read',
  'read tags.count': 'user:read',
  'read tags.routes': 'tag:write',
  'read budgets.list': 'budget:read',
  'read jobs.list': 'job:read',
  'read jobs.detail': 'job:read',
  'read jobs.rows': 'job:read',
  'read jobs.calls': 'job:read',
  'route GET /api/jobs/events': 'job:read',
  'route POST /api/audience/count': 'audience:read',
  'route POST /api/audience/overlap': 'audience:read',
  'read imports.progress': 'job:read',
  'read imports.draft': 'job:read',
  'read imports.rows': 'job:read',
  'route GET /api/exports/blacklist': 'user:read',
  'route GET /api/exports/[id]': 'job:read',
  'route GET /api/exports/[id]/aside': 'job:read',
  'route GET /api/exports/tags': 'user:read',
  'route POST /api/uploads': 'job:control',
  'route POST /api/uploads/peek': 'job:control',
  'route GET /api/auth/[...nextauth]': 'own check',
  'route POST /api/auth/[...nextauth]': 'own check',
  'route GET /api/healthz': 'public',
  'route GET /api/readyz': 'public',
};

/** Who may do what, as the documentation says it. */
const GRANTS: Record<Role, readonly string[]> = {
  viewer: ['user:read', 'audience:read', 'crowd:read', 'job:read', 'budget:read', 'self:manage'],
  analyst: [
    'user:read',
    'audience:read',
    'audience:write',
    'crowd:read',
    'crowd:write',
    'job:read',
    'budget:read',
    'self:manage',
  ],
  operator: [
    'user:read',
    'alias:reveal',
    'alias:write',
    'tag:write',
    'blacklist:write',
    'badge:write',
    'device-token:write',
    'device-token:reveal',
    'audience:read',
    'audience:write',
    'crowd:read',
    'crowd:write',
    'job:read',
    'job:control',
    'budget:read',
    'self:manage',
  ],
  admin: [
    'user:read',
    'alias:reveal',
    'alias:write',
    'tag:write',
    'blacklist:write',
    'badge:write',
    'device-token:write',
    'device-token:reveal',
    'audience:read',
    'audience:write',
    'crowd:read',
    'crowd:write',
    'job:read',
    'job:control',
    'budget:read',
    'budget:manage',
    'audit:read',
    'member:manage',
    'self:manage',
  ],
  auditor: ['job:read', 'budget:read', 'audit:read', 'self:manage'],
};

const route = (file: string) =>
  file
    .replace(/^app/, '')
    .replace(/\/\([\w-]+\)/g, '')
    .replace(/\/(page|route)\.tsx?$/, '') || '/';
const below = (folder: string, end: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => end.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => join(folder, path));
const load = (file: string): Promise<Record<string, object>> => import(/* @vite-ignore */ resolve(file));
const seen = new Set<string>();
const expectDoor = (name: string, rule: DoorRule | 'own check' | undefined) => {
  seen.add(name);
  expect(MATRIX, `${name} is not in the matrix`).toHaveProperty([name]);
  expect(rule, name).toBe(MATRIX[name]);
};

describe('every door stands in the matrix and asks what the matrix says', () => {
  const pages = below('app', /(^|\/)page\.tsx$/);
  test.each(pages)('%s', (file) => {
    const name = `page ${route(file)}`;
    const text = readFileSync(file, 'utf8');
    const asked = /await requirePage\('([\w:-]+)'\)/.exec(
      text.slice(text.indexOf('export default')),
    )?.[1] as DoorRule;
    if (!asked && MATRIX[name] === 'own check') expect(text).toContain('currentActor()');
    expectDoor(name, asked ?? (MATRIX[name] === 'own check' ? 'own check' : 'public'));
  });

  const actions = below('app', /\.ts$/).filter((file) =>
    /^['"]use server['"]/.test(readFileSync(file, 'utf8')),
  );
  test.each(actions)('%s', async (file) => {
    const module_ = await load(file);
    for (const [name, action] of Object.entries(module_)) {
      const door = doorOf(action);
      if (name === 'batch') expect(readFileSync(file, 'utf8')).toContain('answerBatch(appId, calls)');
      expectDoor(`action ${name}`, door?.permission ?? (name === 'batch' ? 'own check' : undefined));
    }
  });

  test.each(Object.entries(READS))('read %s', (name, read) =>
    expectDoor(`read ${name}`, doorOf(read)?.permission),
  );

  test.each(below('app/api', /(^|\/)route\.ts$/))('%s', async (file) => {
    const module_ = await load(file);
    for (const [method, handler] of Object.entries(module_)) {
      const name = `route ${method} ${route(file)}`;
      const open = MATRIX[name] === 'public' || MATRIX[name] === 'own check' ? MATRIX[name] : undefined;
      expectDoor(name, doorOf(handler)?.permission ?? open);
    }
  });

  test('no line of the matrix is left over', () => {
    expect(Object.keys(MATRIX).filter((name) => !seen.has(name))).toEqual([]);
  });

  test('server actions live in app alone', () => {
    const elsewhere = [...below('lib', /\.ts$/), ...below('components', /\.tsx?$/)].filter((file) =>
      /^\s*['"]use server['"]/m.test(readFileSync(file, 'utf8')),
    );
    expect(elsewhere.filter((file) => !file.includes('/checks/'))).toEqual([]);
  });
});

test.each(ROLES)('%s may do exactly what is documented', (role) => {
  expect(PERMISSIONS.filter((permission) => can(role, permission))).toEqual(GRANTS[role]);
  expect(can('__proto__' as Role, 'user:read')).toBe(false);
  expect(can('constructor' as Role, 'user:read')).toBe(false);
});
