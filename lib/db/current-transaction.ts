import { AsyncLocalStorage } from 'node:async_hooks';

type Mark = { open: boolean };
const inside = new AsyncLocalStorage<Mark>();

/** Runs the work of a transaction so that {@link refuseInsideTransaction} knows of it. */
export async function markTransaction<T>(work: () => Promise<T>): Promise<T> {
  const mark: Mark = { open: true };
  try {
    return await inside.run(mark, work);
  } finally {
    mark.open = false;
  }
}

/**
 * On the embedded database a statement beside the open transaction would wait for itself for ever; on a pool it
 * would run outside of it, which is no better.
 * @throws inside the work of a transaction
 */
export function refuseInsideTransaction(): void {
  if (inside.getStore()?.open) throw new Error('inside a transaction: use its tx, not the database');
}
