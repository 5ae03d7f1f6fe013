export type ReachableRule = 'alias-empty' | 'alias-unreachable';

/** Longer than any alias seen; bounds what is asked for. */
const MAX_REACHABLE_CHARACTERS = 128;

/**
 * The rule that keeps an alias from being looked up, unbound or released, or null. Others may have bound what the page's
 * charset forbids (an e-mail address, a dash, a blank); such an alias stays reachable as long as it is safe in a path.
 * The client of the upstream holds to the same rule; a test compares the two.
 */
export function reachableRule(alias: string): ReachableRule | null {
  if (alias === '') return 'alias-empty';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  const unsafe = /^\.+$|[\u0000-\u001f\u007f-\u009f\u2028\u2029/\\]|%(?:2e|2f|5c|00|25)|\p{Surrogate}/iu.test(
    alias,
  );
  return unsafe || (alias.length > MAX_REACHABLE_CHARACTERS && [...alias].length > MAX_REACHABLE_CHARACTERS)
    ? 'alias-unreachable'
    : null;
}
