/**
 * One value per process under a name, made at first use. Next may load a module several times; whatever must exist once
 * (a database, a token cache) hangs here.
 */
export function single<T>(name: string, make: () => T): T {
  const key = Symbol.for(`muster.${name}`);
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  store[key] ??= make();
  return store[key] as T;
}
