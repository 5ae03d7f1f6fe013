import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a hammering process is told. */
export type Hammer = {
  databaseUrl: string;
  /** The id of the app's row. */
  appId: string;
  request: { url: string; method: string; headers?: Record<string, string>; body?: string };
  /** Its clock is wrong by so much. */
  skewMs: number;
  /** Most time between a grant and the first byte: what a slow network adds. */
  lagMs: number;
  deadlineMs: number;
  /** Most calls in flight. */
  atOnce: number;
};

/** Processes that hammer one budget; `kill` ends a random one as kill -9 does and starts another in its place. */
export function hammers(count: number, make: (index: number) => Hammer) {
  const running: ChildProcess[] = [];
  const complaints: string[] = [];
  const start = (index: number) => {
    const args = ['--conditions=react-server', '--import', 'tsx', 'lib/budgets/testing-hammer.ts'];
    const child = spawn(process.execPath, [...args, JSON.stringify(make(index))], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stderr?.on('data', (part: Buffer) => complaints.push(part.toString()));
    running[index] = child;
    return new Promise<void>((resolve, reject) => {
      if (child.stdout) createInterface({ input: child.stdout }).once('line', () => resolve());
      child.once('exit', () => reject(new Error(`hammer ${index} ended: ${complaints.join('')}`)));
    });
  };
  const ended = (child: ChildProcess) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });
  return {
    complaints,
    start: () => Promise.all(Array.from({ length: count }, (_, index) => start(index))),
    async kill(): Promise<void> {
      const index = Math.floor(Math.random() * count);
      running[index]?.kill('SIGKILL');
      await start(index);
    },
    /** Lets them finish what is in flight. */
    async stop(): Promise<void> {
      for (const child of running) child.stdin?.end();
      await Promise.all(running.map(ended));
    },
    destroy(): void {
      for (const child of running) child.kill('SIGKILL');
    },
  };
}

/** The most arrivals in any `windowMs`, its end excluded. Arrivals in ms, in any order. */
export function mostInAnyWindow(arrivals: readonly number[], windowMs: number): number {
  const sorted = [...arrivals].sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  sorted.forEach((at, i) => {
    while (at - (sorted[from] ?? at) >= windowMs) from++;
    most = Math.max(most, i - from + 1);
  });
  return most;
}

/** Share of what the limit allows that arrived in the `lastsMs` after `from`. */
export const shareUsed = (
  arrivals: readonly number[],
  { from, lastsMs, windowMs, limit }: { from: number; lastsMs: number; windowMs: number; limit: number },
): number =>
  arrivals.filter((at) => at >= from && at < from + lastsMs).length / ((limit * lastsMs) / windowMs);
