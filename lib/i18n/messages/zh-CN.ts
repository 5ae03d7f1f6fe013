import { aliases } from './zh-CN/aliases';
import { audience } from './zh-CN/audience';
import { audienceSaved } from './zh-CN/audience-saved';
import { audienceTrust } from './zh-CN/audience-trust';
import { audienceViews } from './zh-CN/audience-views';
import { auth } from './zh-CN/auth';
import { badge } from './zh-CN/badge';
import { blacklist } from './zh-CN/blacklist';
import { card } from './zh-CN/card';
import { changes } from './zh-CN/changes';
import { charts } from './zh-CN/charts';
import { common } from './zh-CN/common';
import { crowds } from './zh-CN/crowds';
import { deviceTokens } from './zh-CN/device-tokens';
import { errors } from './zh-CN/errors';
import { imports } from './zh-CN/imports';
import { jobs } from './zh-CN/jobs';
import { outcomes } from './zh-CN/outcomes';
import { quotas } from './zh-CN/quotas';
import { settings } from './zh-CN/settings';
import { shell } from './zh-CN/shell';
import { tags } from './zh-CN/tags';
import { ui } from './zh-CN/ui';
import { users } from './zh-CN/users';
import { xray } from './zh-CN/xray';

/** The source catalogue: one area per file, and every key of it must exist in the other language. */
export const zhCN = {
  aliases,
  audience,
  audienceSaved,
  audienceTrust,
  audienceViews,
  auth,
  badge,
  blacklist,
  card,
  changes,
  charts,
  common,
  crowds,
  deviceTokens,
  errors,
  imports,
  jobs,
  outcomes,
  quotas,
  settings,
  shell,
  tags,
  ui,
  users,
  xray,
} as const;

export type Messages = typeof zhCN;
