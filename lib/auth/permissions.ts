/** Who may do what: the one table that the server guard and every screen read. */
export const ROLES = ['viewer', 'analyst', 'operator', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  /** Look at one user or alias; aliases are masked without `alias:reveal`. */
  'user:read',
  /** See aliases in clear: they are often phone numbers or e-mail addresses. */
  'alias:reveal',
  /** Bind, unbind and release aliases. */
  'alias:write',
  /** Add, take away and replace tags; keep the dictionary of tags. */
  'tag:write',
  /** Put users on the blacklist, take them off, keep its register. */
  'blacklist:write',
  /** Set the badge of iOS users. */
  'badge:write',
  /** Bind and unbind device tokens of vendors. */
  'device-token:write',
  /** See device tokens in clear: whoever has one can push to that device. */
  'device-token:reveal',
  /** Count audiences and see the saved ones. */
  'audience:read',
  /** Save, schedule and delete audiences, answer alerts, have counting checked. */
  'audience:write',
  /** See plans of smart crowds, how far they are, and the archive of them. */
  'crowd:read',
  /** Draw up plans of smart crowds and hand them in; decide about those without an answer. */
  'crowd:write',
  /** See changes and what became of their rows. */
  'job:read',
  /** Order, pause, cancel, retry and undo changes; each kind of change asks for its own permission besides. */
  'job:control',
  /** See the call budgets of an app and what is used of them. */
  'budget:read',
  /** Change the limits and the reserve of a call budget. */
  'budget:manage',
  /** Read the audit trail. */
  'audit:read',
  /** Invite people, change roles, disable accounts. */
  'member:manage',
  /** One's own password, sessions, language and theme. */
  'self:manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const VIEWER = [
  'user:read',
  'audience:read',
  'crowd:read',
  'job:read',
  'budget:read',
  'self:manage',
] as const;
const OPERATOR = [
  ...VIEWER,
  'alias:reveal',
  'alias:write',
  'tag:write',
  'blacklist:write',
  'badge:write',
  'device-token:write',
  'device-token:reveal',
  'audience:write',
  'crowd:write',
  'job:control',
] as const;

const TABLE: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: VIEWER,
  analyst: [...VIEWER, 'audience:write', 'crowd:write'],
  operator: OPERATOR,
  admin: [...OPERATOR, 'budget:manage', 'audit:read', 'member:manage'],
  auditor: ['job:read', 'budget:read', 'audit:read', 'self:manage'],
};

/** True when `role` grants `permission`. Unknown roles grant nothing. */
export function can(role: Role, permission: Permission): boolean {
  return Object.hasOwn(TABLE, role) && TABLE[role].includes(permission);
}
