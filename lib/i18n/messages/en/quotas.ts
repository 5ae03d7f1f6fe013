import type { Translated } from '../../translated';
import type { quotas as source } from '../zh-CN/quotas';

export const quotas: Translated<typeof source> = {
  title: 'Quotas',
  subtitle:
    'Calls that Getui limits, and how many of them this app has used this minute and today. All pages, jobs and processes share one count: a call goes out only once it has a slot.',
  family: {
    'tag-batch': {
      name: 'Batch tags',
      covers:
        'Binding one tag to a batch of cids and unbinding it, counted together; at most 1000 cids a call. Documented by Getui: 100 a minute, 10,000 a day.',
    },
    'device-token': {
      name: 'Device tokens',
      covers:
        "Binding and unbinding vendors' device tokens, at most 1000 a call. Documented by Getui: 1000 a minute, no limit a day.",
    },
    auth: {
      name: 'Access tokens',
      covers:
        'Muster fetching the access token that its processes share, usually a few times a day. Documented by Getui: 100 a minute, 100,000 a day.',
    },
  },
  minute: 'Taken this minute',
  minuteHint:
    'A slot is held from before the call until 60 seconds after its answer, so that no 60 seconds are ever exceeded as Getui sees them.',
  day: 'Used today',
  noDayLimit: 'Used {used, number} today; there is no limit a day.',
  dayTurns: 'Counted anew at midnight, Beijing time',
  reserve: 'Kept for people',
  reserveFigures:
    'For 10 minutes after somebody clicked, jobs leave {minute, number} a minute{awake, select, yes { (now)} other { (nobody has: jobs may use all)}}.',
  reserveFiguresDay: 'Another {day, number} a day, which jobs never use.',
  reserveNone: 'Nothing; jobs may use all.',
  state: {
    label: 'State',
    open: 'Open',
    full: 'Full this minute; goes on as slots come free',
    'bulk-over':
      'Jobs have used their share of today and go on at {until}; {left, number} are left to people',
    'day-over': 'Used up for today; goes on at {until}',
    closed: 'Closed until {until}',
    trying: 'One call is finding out whether it is open again',
  },
  refusal: {
    title: 'Getui refused calls: closed until {until}',
    titleTrying: 'Getui refused calls: finding out whether it is open again',
    last: 'Last refusal',
    answer:
      '{code, select, none {No code} other {Code {code}}}, the quota {window, select, day {of the day} other {of the minute}}; we had used {used, number}{limit, select, none {} other { of {limit}}}.',
    surprise:
      'By our count there was room ({count, number} such refusals so far): other systems may use this app too, or Getui grants less than is set here.',
    resumes: 'Then one call goes first; when it succeeds, all go on. Changing the limits reopens at once.',
  },
  edit: 'Change',
  editOf: 'Change the limits of {family}',
  editBody:
    'Enter what Getui really grants this app. Too high gets calls refused, too low is merely slower. Takes effect at once and goes into the audit trail.',
  perMinute: 'At most per minute',
  hasDayLimit: 'There is a limit a day',
  perDay: 'At most per day',
  reserveShare: 'Kept for people (%)',
  reserveHint: '0 to 50. Running jobs make way for people on the pages; of a day at most 3% are kept.',
  reserveMeans:
    'Leaves {minute, number} a minute while people are active{day, select, none {} other {, and {day} a day}}.',
  save: 'Save',
  cancel: 'Cancel',
  saved: 'The limits of {family} have been changed',
  rules: {
    'limit-whole': 'Enter a whole number',
    'limit-least': 'At least 1',
    'limit-most': 'That number is too large',
    'reserve-range': 'Enter a whole number from 0 to 50',
  },
};
