import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Papa from 'papaparse';
import { type Figure, median, report, sideBySide, spread } from './figures';
import { bytesOfRows, importer } from './import-run';

const ROUNDS = 7;
const ROWS = 200_000;
/** Rows of the memory runs; 10,000,000 takes minutes. */
const SIZES = [100_000, 1_000_000, 10_000_000];
const MEGABYTE = 1024 * 1024;
const run = promisify(execFile);

/** Rows a second of papaparse alone over the same file: text cut into cells, nothing done with them. */
function papaparse(path: string): Promise<number> {
  const started = performance.now();
  let rows = 0;
  return new Promise((resolve, reject) =>
    Papa.parse<string[]>(createReadStream(path, { highWaterMark: 64 * 1024 }), {
      delimiter: ',',
      chunk: ({ data }) => {
        rows += data.length;
      },
      complete: () => resolve(rows / ((performance.now() - started) / 1000)),
      error: reject,
    }),
  );
}

type Memory = {
  idle: number;
  peak: number;
  seconds: number;
  cpuSeconds: number;
  worstMs: number;
  p99Ms: number;
};

async function memory(rows: number): Promise<Memory> {
  const script = fileURLToPath(new URL('./import-memory.ts', import.meta.url));
  const flags = ['--expose-gc', '--conditions=react-server', '--import', 'tsx', script, String(rows)];
  const { stdout } = await run(process.execPath, flags, { maxBuffer: MEGABYTE });
  return JSON.parse(stdout) as Memory;
}

/** A file parsed, validated and persisted against papaparse alone; memory and stalls from 100 k to 10 M rows. */
export async function benchImport(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const path = join(folder, 'rows.csv');
  const bench = await importer();
  try {
    await pipeline(Readable.from(bytesOfRows(ROWS)), createWriteStream(path));
    let made = '';
    const whole = async () => {
      const started = performance.now();
      const { jobId, rows } = await bench.take(createReadStream(path, { highWaterMark: 64 * 1024 }));
      made = jobId;
      return rows / ((performance.now() - started) / 1000);
    };
    const cost = { papaparse: [] as number[], whole: [] as number[] };
    const charged = async (side: keyof typeof cost, work: () => Promise<number>) => {
      const before = process.cpuUsage();
      const speed = await work();
      const { user, system } = process.cpuUsage(before);
      cost[side].push(user + system);
      return speed;
    };
    const { a, b } = await sideBySide(
      ROUNDS,
      () => charged('papaparse', () => papaparse(path)),
      async () => {
        const speed = await charged('whole', whole);
        await bench.forget(made);
        return speed;
      },
    );
    const cpu = median(cost.papaparse.map((value, i) => value / (cost.whole[i] ?? 1)));
    const ratios = a.map((value, i) => (b[i] ?? 0) / value);
    const ratio = median(ratios);
    const figures: Figure[] = [
      {
        figure: 'rows-per-second-ratio',
        value: ratio,
        target: 0.5,
        ok: ratio >= 0.5,
        unit: 'parsed + validated + persisted / papaparse alone',
      },
      {
        figure: 'cpu-ratio',
        value: cpu,
        target: null,
        ok: true,
        unit: 'processor time of papaparse alone / of the import, database included',
      },
      {
        figure: 'ratio-spread',
        value: spread(ratios),
        target: null,
        ok: true,
        unit: 'median absolute deviation',
      },
      {
        figure: 'import-rows-per-second',
        value: median(b),
        target: null,
        ok: true,
        unit: 'rows/s on this machine',
      },
      {
        figure: 'papaparse-rows-per-second',
        value: median(a),
        target: null,
        ok: true,
        unit: 'rows/s on this machine',
      },
    ];
    const most = Number(process.env.MUSTER_BENCH_ROWS ?? SIZES.at(-1));
    for (const rows of SIZES.filter((size) => size <= most)) {
      const { idle, peak, seconds, cpuSeconds, worstMs, p99Ms } = await memory(rows);
      const over = (peak - idle) / MEGABYTE;
      const name = (what: string) => `${what}-at-${rows / 1000}k`;
      figures.push(
        {
          figure: name('peak-over-idle-mb'),
          value: over,
          target: 300,
          ok: over <= 300,
          unit: 'MB of memory',
        },
        { figure: name('rows-per-second'), value: rows / seconds, target: null, ok: true, unit: 'rows/s' },
        {
          figure: name('rows-per-cpu-second'),
          value: rows / cpuSeconds,
          target: null,
          ok: true,
          unit: 'rows per second of processor time',
        },
        {
          figure: name('turn-p99-ms'),
          value: p99Ms,
          target: 50,
          ok: p99Ms <= 50,
          unit: 'CPU ms between two turns of the loop',
        },
        {
          figure: name('turn-worst-ms'),
          value: worstMs,
          target: null,
          ok: true,
          unit: 'CPU ms between two turns of the loop',
        },
      );
    }
    return report('import', figures);
  } finally {
    await bench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
