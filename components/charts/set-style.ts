/** Up to six sets told apart: by a letter first, by colour besides. */
const FILLS = ['fill-accent', 'fill-warn', 'fill-info', 'fill-unknown', 'fill-ok', 'fill-danger'] as const;
const STROKES = [
  'stroke-accent',
  'stroke-warn',
  'stroke-info',
  'stroke-unknown',
  'stroke-ok',
  'stroke-danger',
] as const;

export const setFill = (set: number): string => FILLS[set % FILLS.length] ?? FILLS[0];
export const setStroke = (set: number): string => STROKES[set % STROKES.length] ?? STROKES[0];
export const setLetter = (set: number): string => 'ABCDEF'[set] ?? '';

/** Cut to what fits at 13 px: Han characters take about 13 px, others about 7. */
export function shorten(text: string, px: number): string {
  let left = px - 10;
  let kept = '';
  for (const character of text) {
    left -= character > '\u2e80' ? 13 : 7.2;
    if (left < 0) return `${kept.trimEnd()}…`;
    kept += character;
  }
  return kept;
}
