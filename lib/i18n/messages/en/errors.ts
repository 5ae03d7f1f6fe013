import type { Translated } from '../../translated';
import type { errors as source } from '../zh-CN/errors';

export const errors: Translated<typeof source> = {
  withWait: '{todo} Try again in {seconds, plural, one {# second} other {# seconds}}.',
  requestId: 'Request {id}',
  upstream: 'HTTP {http} · code {code} · {message}',
  code: {
    UNAUTHENTICATED: {
      what: 'Your session has ended',
      todo: 'Sign in again; what you have not saved is still on this page.',
    },
    FORBIDDEN: {
      what: 'Not permitted',
      todo: 'Your role does not allow this. Ask an administrator if you need it.',
    },
    CROSS_ORIGIN: {
      what: 'Refused: the request came from elsewhere',
      todo: 'Repeat it from a Muster page. Behind a proxy, check the configured site address.',
    },
    INVALID_INPUT: {
      what: 'Some of the input is not valid',
      todo: 'Correct the marked fields and submit again.',
    },
    NOT_FOUND: { what: 'Not found', todo: 'It may have been deleted, or it belongs to another app.' },
    CONFLICT: {
      what: 'Somebody else has changed this',
      todo: 'Refresh to see the latest, then decide whether to go on.',
    },
    PREVIEW_STALE: {
      what: 'Things have changed since the preview',
      todo: 'Nothing was carried out. Preview again and confirm.',
    },
    THROTTLED: { what: 'Too many attempts', todo: 'This kind of action is limited, so slow down a little.' },
    LINK_INVALID: {
      what: 'The link is not valid or has expired',
      todo: 'Ask an administrator for a new one.',
    },
    UPSTREAM_REFUSED: {
      what: 'Getui refused this question',
      todo: 'Nothing was changed. Check it against the answer below and try again.',
    },
    UPSTREAM_RATE_LIMITED: {
      what: 'A Getui rate or daily limit is reached',
      todo: 'You can go on once the quota returns; what was not sent is not lost.',
    },
    UPSTREAM_NOT_ENABLED: {
      what: 'Not enabled for this app',
      todo: 'Ask Getui to enable it for the app first.',
    },
    UPSTREAM_CREDENTIALS: {
      what: 'Getui does not accept the credentials of this app',
      todo: 'Ask an administrator to check AppKey and MasterSecret in the settings.',
    },
    UPSTREAM_UNREACHABLE: {
      what: 'Getui cannot be reached',
      todo: "No answer came. This was only a question and changed nothing, so it is safe to try again. If it persists, check the server's network.",
    },
    UPSTREAM_GARBLED: {
      what: 'Getui sent an answer that cannot be read',
      todo: "A gateway's page, perhaps. This was only a question and changed nothing; it is safe to try again.",
    },
    UPSTREAM_TIMEOUT: {
      what: 'Getui did not answer in time',
      todo: 'This was only a question and changed nothing; it is safe to try again.',
    },
    SHUTTING_DOWN: {
      what: 'The service is restarting',
      todo: 'Nothing was done. Try again in a moment; the preview stays good.',
    },
    APP_CHANGED: {
      what: 'This page belongs to another app',
      todo: 'The app was switched elsewhere. So that the wrong app is not changed, nothing was done; reload the page.',
    },
    UNEXPECTED: {
      what: 'Something unexpected went wrong',
      todo: 'Try again. If it persists, give the request number to an administrator.',
    },
  },
  page: {
    title: 'This page has failed',
    body: 'The error is on record. Try again, or go back to the overview.',
    reload: 'Reload',
    notFoundTitle: 'No such page',
    notFoundBody: 'The address may be wrong, or the page has moved.',
    forbiddenTitle: 'You may not see this page',
    forbiddenBody: 'Your role is {role}. Ask an administrator if you need access.',
    digest: 'Error {digest}',
  },
};
