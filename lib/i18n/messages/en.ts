import type { Translated } from '../translated';
import { aliases } from './en/aliases';
import { audience } from './en/audience';
import { audienceSaved } from './en/audience-saved';
import { audienceTrust } from './en/audience-trust';
import { audienceViews } from './en/audience-views';
import { auth } from './en/auth';
import { badge } from './en/badge';
import { blacklist } from './en/blacklist';
import { card } from './en/card';
import { changes } from './en/changes';
import { charts } from './en/charts';
import { common } from './en/common';
import { crowds } from './en/crowds';
import { deviceTokens } from './en/device-tokens';
import { errors } from './en/errors';
import { imports } from './en/imports';
import { jobs } from './en/jobs';
import { outcomes } from './en/outcomes';
import { quotas } from './en/quotas';
import { settings } from './en/settings';
import { shell } from './en/shell';
import { tags } from './en/tags';
import { ui } from './en/ui';
import { users } from './en/users';
import { xray } from './en/xray';
import type { Messages } from './zh-CN';

export const en: Translated<Messages> = {
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
};
