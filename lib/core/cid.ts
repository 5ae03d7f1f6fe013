export type CidRule = 'cid-empty' | 'cid-form';

// No page states a form. Samples are 32 hex digits; other ids of the platform use letters, digits, - and _.
const CID_FORM = /^[A-Za-z0-9_-]{8,64}$/;

/** The rule a cid breaks, or null. */
export function cidRule(cid: string): CidRule | null {
  if (cid === '') return 'cid-empty';
  return CID_FORM.test(cid) ? null : 'cid-form';
}

/** What a search text most likely is: 32 hex digits are a cid, anything else an alias. */
export const guessKind = (text: string): 'cid' | 'alias' => (/^[0-9a-f]{32}$/.test(text) ? 'cid' : 'alias');

/** Pasted cids, separated by line ends, blanks, commas or semicolons, quoted or not. A heading is passed over. */
export const splitCids = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/[\s,，;；|"']+/)
    .filter((part) => part !== '' && !/^(?:cid|client_?id)$/i.test(part));
