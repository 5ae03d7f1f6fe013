/**
 * Shows enough of an alias to recognise it and no more: 138****8089 for a phone number of eleven digits or more,
 * a***@example.com, v***g, 张**.
 */
export function maskAlias(alias: string): string {
  if (/^\+?\d{11,}$/.test(alias)) return `${alias.slice(0, 3)}****${alias.slice(-4)}`;
  const [local = '', domain] = alias.split('@');
  if (domain) return `${[...local][0] ?? ''}***@${domain}`;
  const characters = [...alias];
  return characters.length <= 3 ? `${characters[0] ?? ''}**` : `${characters[0]}***${characters.at(-1)}`;
}
