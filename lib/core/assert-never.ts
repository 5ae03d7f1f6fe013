/** Marks a switch as complete; reached only when a type lies. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
