import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { bundleWork } from '@/lib/build/bundle';
import { type Place, rigEnvironment, type Upstream } from '@/lib/launch/testing-rig';
import type { Desk } from './desk';

/** The process died before it answered: what was asked may have been done. */
export class Died extends Error {
  override name = 'Died';
}

const FOLDER = `node_modules/.cache/muster-soak-${process.pid}`;
const SCRIPT = `${FOLDER}/process.mjs`;
let bundled: Promise<void> | undefined;
function bundle(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }));
  return bundleWork(SCRIPT, 'e2e/soak/process.ts');
}

/** One process that runs changes. */
export class Hand {
  readonly ended: Promise<NodeJS.Signals | null>;
  #asked = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  #last = 0;
  #dead = false;

  private constructor(private readonly child: ChildProcess) {
    const stop = () => child.kill('SIGKILL');
    process.once('exit', stop);
    this.ended = new Promise((resolve) =>
      child.once('exit', (_code, signal) => {
        process.off('exit', stop);
        this.#dead = true;
        for (const { reject } of this.#asked.values()) reject(new Died());
        resolve(signal);
      }),
    );
    child.on('message', (told: { id?: number; answer?: unknown; error?: string }) => {
      if (told.id === undefined) return;
      const asked = this.#asked.get(told.id);
      this.#asked.delete(told.id);
      if (told.error === undefined) asked?.resolve(told.answer);
      else asked?.reject(new Error(told.error));
    });
  }

  /** Starts one; resolves once it works. @throws Died when it ended before */
  static async start(place: Place, upstream: Upstream, more: Record<string, string> = {}): Promise<Hand> {
    bundled ??= bundle();
    await bundled;
    const { appId, appKey, masterSecret, baseUrl } = upstream;
    const SOAK_UPSTREAM = JSON.stringify({ appId, appKey, masterSecret, baseUrl });
    const child = spawn(process.execPath, [SCRIPT], {
      env: { ...rigEnvironment(place, upstream), SOAK_UPSTREAM, ...more },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const hand = new Hand(child);
    const working = new Promise<void>((resolve) => child.once('message', () => resolve()));
    await Promise.race([working, hand.ended.then(() => Promise.reject(new Died()))]);
    return hand;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The desk of that process. Every question fails with Died when the process does. */
  readonly desk = new Proxy({} as Desk, {
    get:
      (_, name: keyof Desk) =>
      (...args: unknown[]) =>
        this.#ask(name, args),
  });

  #ask(name: keyof Desk, args: unknown[]): Promise<unknown> {
    if (this.#dead) return Promise.reject(new Died());
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#asked.set(id, { resolve, reject });
      this.child.send({ id, name, args }, (error) => error && reject(new Died()));
    });
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }
}
