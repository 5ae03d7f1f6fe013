import type { Translated } from '../../translated';
import type { auth as source } from '../zh-CN/auth';

export const auth: Translated<typeof source> = {
  signIn: 'Sign in',
  signInTitle: 'Sign in to Muster',
  email: 'E-mail',
  password: 'Password',
  wrong: 'E-mail or password is wrong, or the account is disabled.',
  throttled: 'Too many tries. Try again in {seconds, number} s. Sign-in from other networks is not affected.',
  unreachable: 'The server did not answer. Check the network and try again.',
  ended: 'You have signed out.',
  setupTitle: 'Create the first administrator',
  invitationTitle: 'Accept the invitation',
  resetTitle: 'Set a new password',
  setupHint: 'This link works once.',
  linkMissing: 'The link is incomplete: copy the whole address from the invitation and open it again.',
  name: 'Name',
  newPassword: 'New password',
  passwordHint: 'At least 12 characters, no rules about case or symbols; a sentence you remember works well.',
  setPassword: 'Set password',
  setupDone: 'Done. Sign in with the new password.',
  rules: {
    'too-short': 'A password has at least 12 characters.',
    'too-long': 'A password has at most 256 characters.',
    'too-common': 'This password is among the first to be guessed.',
    'names-account': "The password must not contain your address or the product's name.",
    'email-form': 'Enter a valid e-mail address.',
    'name-form': 'Enter a name of 1 to 60 characters.',
    taken: 'There is an account with this address.',
    wrong: 'The current password is wrong.',
    mismatch: 'The two entries differ.',
  },
};
