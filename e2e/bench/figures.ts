import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Figure = { figure: string; value: number; target: number | null; ok: boolean; unit: string };

/** The middle of a list of numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 ? high : (low + high) / 2;
}

/** Median absolute deviation: how far rounds lie from the middle one. */
export const spread = (values: readonly number[]): number => {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
};

/** Runs A-B-B-A so that a machine that slows down slows both; the first round of each warms up and does not count. */
export async function sideBySide(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ a: number[]; b: number[] }> {
  const results = { a: [] as number[], b: [] as number[] };
  await a();
  await b();
  for (let i = 0; i < rounds; i++) {
    for (const side of i % 2 ? (['b', 'a'] as const) : (['a', 'b'] as const)) {
      results[side].push(await (side === 'a' ? a() : b()));
    }
  }
  return results;
}

/** One line a figure, and the file the reports are made from. A figure without a target is told, not judged. */
export function report(name: string, figures: readonly Figure[], file = `bench-${name}`): boolean {
  for (const { figure, value, target, ok } of figures) {
    const judged = target === null ? 'none told' : `${target} ${ok ? 'ok' : 'missed'}`;
    console.log(`${name} ${figure} ${Number(value.toFixed(3))} target ${judged}`);
  }
  const folder = fileURLToPath(new URL('../reports/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${file}.json`, `${JSON.stringify(figures, null, 2)}\n`);
  return figures.every(({ ok }) => ok);
}
