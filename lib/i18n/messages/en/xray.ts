import type { Translated } from '../../translated';
import type { xray as source } from '../zh-CN/xray';

export const xray: Translated<typeof source> = {
  title: 'List X-ray',
  about:
    'How many can be reached and who they are, of what has been read; press a bar to filter the grid below.',
  funnel: 'Reach',
  activeWithin: 'What counts as active',
  days: 'Active within {days, plural, one {# day} other {# days}}',
  step: 'Step',
  left: 'Left',
  of: 'Read',
  ofRead: 'of {count, number} read',
  ofValid: '{count, plural, one {# valid user} other {# valid users}} so far',
  steps: {
    uploaded: 'Uploaded',
    distinct: 'Distinct',
    valid: 'Valid',
    notifications: 'Notices on',
    vendorToken: 'Vendor token',
    active: 'Active within {days, number} d',
    notBlacklisted: 'Not blocked by us',
  },
  splits: { platform: 'Platform', brand: 'Brand', model: 'Model', loginDays: 'Login days of the last 100' },
  loginDays: '{days} days',
  untold: 'Not told',
  rest: '{count, number} others',
  users: 'Users',
  share: 'Share',
  nothingRead: 'No user has been read yet',
  nothingReadBody: 'Brands, models and logins are drawn here as soon as the first ones are.',
  noneValid: 'None of the users read is valid.',
};
