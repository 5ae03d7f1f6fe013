// One import in a process of its own: what it takes of memory and of everybody else's time. Started by import.ts.
import { bytesOfRows, importer } from './import-run';

const rows = Number(process.argv[2]);
const SAMPLE_MS = 20;
const rss = () => process.memoryUsage.rss();

async function* stream(count: number) {
  for (const piece of bytesOfRows(count)) {
    // As a socket does: the next piece comes from the event loop.
    await new Promise(setImmediate);
    yield piece;
  }
}

const bench = await importer();
// What any first import touches belongs to idle: code, the parser, the database's own memory.
await bench.forget((await bench.take(stream(5_000))).jobId);
globalThis.gc?.();
await new Promise((resolve) => setTimeout(resolve, 500));
const idle = rss();
let peak = idle;
const sampler = setInterval(() => {
  peak = Math.max(peak, rss());
}, SAMPLE_MS);
// How long this process itself keeps its thread between two turns of the loop, in time of the processor: on a busy
// machine the clock would tell of others.
const turns: number[] = [];
let last = process.cpuUsage();
const turn = setInterval(() => {
  const spent = process.cpuUsage(last);
  last = process.cpuUsage();
  turns.push((spent.user + spent.system) / 1000);
}, 1);
const before = process.cpuUsage();
const started = performance.now();
const draft = await bench.take(stream(rows));
const seconds = (performance.now() - started) / 1000;
const spent = process.cpuUsage(before);
clearInterval(sampler);
clearInterval(turn);
turns.sort((a, b) => a - b);
peak = Math.max(peak, rss());
if (draft.found.valid !== rows) throw new Error(`${draft.found.valid} of ${rows} rows`);
process.stdout.write(
  `${JSON.stringify({
    ...{ idle, peak, seconds },
    cpuSeconds: (spent.user + spent.system) / 1e6,
    worstMs: turns.at(-1) ?? 0,
    p99Ms: turns[Math.floor(turns.length * 0.99)] ?? 0,
  })}\n`,
);
await bench.close();
process.exit(0);
