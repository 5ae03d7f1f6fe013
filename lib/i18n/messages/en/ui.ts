import type { Translated } from '../../translated';
import type { ui as source } from '../zh-CN/ui';

export const ui: Translated<typeof source> = {
  loading: 'Loading',
  pending: 'Working',
  clear: 'Clear',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy; select the text instead',
  copyValue: 'Copy {value}',
  increase: 'Increase',
  decrease: 'Decrease',
  choose: 'Choose',
  noMatch: 'No match',
  showOptions: 'Show options',
  notifications: 'Notifications',
  dismiss: 'Dismiss',
  typeToConfirm: 'Type <code>{word}</code> to confirm',
  of: '{value, number} / {max, number}',
  clockWithZone: '{time} ({zone}), {ms} ms',
};
