/** What a colour means here; it always comes with a word or a number. */
export type Tone = 'neutral' | 'accent' | 'ok' | 'info' | 'warn' | 'danger' | 'unknown';

export const TONE_TEXT: Readonly<Record<Tone, string>> = {
  neutral: 'text-muted',
  accent: 'text-accent',
  ok: 'text-ok',
  info: 'text-info',
  warn: 'text-warn',
  danger: 'text-danger',
  unknown: 'text-unknown',
};

export const TONE_FILL: Readonly<Record<Tone, string>> = {
  neutral: 'bg-line-strong',
  accent: 'bg-accent',
  ok: 'bg-ok',
  info: 'bg-info',
  warn: 'bg-warn',
  danger: 'bg-danger',
  unknown: 'bg-unknown',
};

export const TONE_TINT: Readonly<Record<Tone, string>> = {
  neutral: 'bg-sunken border-line',
  accent: 'bg-accent/8 border-accent/25',
  ok: 'bg-ok/8 border-ok/25',
  info: 'bg-info/8 border-info/25',
  warn: 'bg-warn/8 border-warn/30',
  danger: 'bg-danger/8 border-danger/30',
  unknown: 'bg-unknown/8 border-unknown/25',
};

/** States of anything that is carried out step by step; the words are `common.state.*`. */
export type State =
  | 'planned'
  | 'running'
  | 'paused'
  | 'confirmed'
  | 'done'
  | 'rejected'
  | 'failed'
  | 'unknown'
  | 'cancelled';

export const STATE_TONE: Readonly<Record<State, Tone>> = {
  planned: 'neutral',
  running: 'info',
  paused: 'warn',
  confirmed: 'ok',
  done: 'ok',
  rejected: 'danger',
  failed: 'danger',
  unknown: 'unknown',
  cancelled: 'neutral',
};
