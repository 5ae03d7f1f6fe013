import type { Translated } from '../../translated';
import type { jobs as source } from '../zh-CN/jobs';

export const jobs: Translated<typeof source> = {
  title: 'Jobs',
  subtitle: 'Every change made through Muster, and what became of each row.',
  empty: 'No changes yet',
  emptyBody: 'Once you bind or unbind on the alias page, the job appears here.',
  more: 'Earlier jobs',
  notFound: 'There is no such job',
  kind: {
    'alias-bind': 'Bind aliases',
    'alias-unbind': 'Unbind aliases',
    'alias-release': 'Unbind an alias from all cids',
  },
  column: {
    kind: 'Change',
    state: 'State',
    result: 'Result',
    by: 'By',
    at: 'Time',
    cid: 'cid',
    alias: 'Alias',
    before: 'Alias before',
    outcome: 'Outcome',
    readBack: 'Read back',
  },
  state: { draft: 'Draft', running: 'Running', finished: 'Finished' },
  outcome: { confirmed: 'Confirmed', rejected: 'Not done', unknown: 'Unknown', planned: 'Planned' },
  readBack: {
    'as-intended': 'Verified',
    differs: 'Differs',
    unreadable: 'Could not read',
    'not-read': 'Not read back',
  },
  filter: {
    all: 'All',
    confirmed: 'Confirmed',
    rejected: 'Not done',
    unknown: 'Unknown',
    differing: 'Differing',
  },
  filterLabel: 'Filter by outcome',
  download: 'Download all rows (CSV)',
  permalink: 'Job details',
  truncated: 'The first 1,000 rows are shown; download for all of them.',
  noRows: 'There are no such rows',
  summary: {
    confirmed: '{count, plural, one {# row} other {# rows}} confirmed',
    rejected: '{count, plural, one {# row} other {# rows}} not done',
    unknown: '{count, plural, one {# row} other {# rows}} unknown',
    verified: '{count, plural, one {# row} other {# rows}} verified by reading back',
    differing: '{count, plural, one {# row differs} other {# rows differ}} from what was intended',
  },
  calls: 'Upstream calls',
  callTitle: 'Call {seq, number}',
  upstream: 'HTTP {http} · code {code} · {message}',
  requestId: 'Request {id}',
  hash: 'Row fingerprint',
  failure: {
    refused: 'Getui refused the whole call; no row took effect. Mend it as the answer says and try again.',
    'rate-limited':
      'Getui’s rate limit is reached; this call did not take effect. Preview and send again later.',
    'not-enabled': 'This app has not bought this endpoint; no row took effect. Ask Getui to enable it.',
    credentials:
      'Getui does not accept this app (keys, IP or block list); no row took effect. An administrator should check the app’s settings.',
    'wrong-host': 'The app belongs to another data centre; no row took effect. Check the base URL.',
    busy: 'Getui is starting up or busy; no row took effect. Try again shortly.',
    'server-error':
      'Getui’s server failed (HTTP {http}); whether it took effect is open. Rows were read back.',
    'too-long': 'The request was too long and refused; no row took effect.',
    unreachable:
      'Getui could not be reached; the request never left and no row took effect. Check the network.',
    lost: 'The connection broke after sending, without an answer; whether it took effect is open. Rows were read back.',
    timeout: 'Getui did not answer in time; whether it took effect is open. Rows were read back.',
    aborted: 'The call was aborted; whether it took effect is open. Rows were read back.',
    garbled:
      'Getui’s answer could not be read (a gateway’s page, perhaps); whether it took effect is open. Rows were read back.',
    usage: 'The request breaks a limit of Getui and was not sent.',
    stale:
      'Checked right before sending: the holders are not those of the preview. Nothing was sent; preview again.',
    interrupted:
      'The serving process ended in the middle; whether it took effect is open. Rows were read back.',
  },
  unknownHint:
    'Unknown rows went out without a trustworthy answer and do not read back as intended. Binding and unbinding can safely be done again.',
};
