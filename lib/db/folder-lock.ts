import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Owner, ownerIsDead, sameMachine, thisProcess } from './process-identity';
import { syncPath } from './sync-path';

/** Milliseconds; tests pass shorter ones. */
export type LockTiming = { heartbeatMs: number; silenceMs: number };
const TIMING: LockTiming = { heartbeatMs: 5_000, silenceMs: 30_000 };

export type FolderLock = { release(): void };

const NAME = /^lock\.(\d+)$/;

/** The folder belongs to a living process. */
export class FolderInUse extends Error {
  override name = 'FolderInUse';
}

/*
 * The lock is the file `lock.<n>` with the highest n. A file is made whole under another name and linked into
 * place, so two processes cannot make the same n; numbers only rise, even over a release, so a process that
 * looked long ago cannot slip in. Whoever finds the highest owner dead or gone tries n + 1.
 */

function highest(folder: string): number {
  let top = 0;
  for (const name of readdirSync(folder)) {
    const match = NAME.exec(name);
    if (match) top = Math.max(top, Number(match[1]));
  }
  return top;
}

type Held = { owner: Owner | undefined; beatMs: number };

/** What lock n says; undefined when it is gone. An unreadable one (a torn write) has an unknown owner. */
function read(folder: string, n: number): Held | undefined {
  const path = join(folder, `lock.${n}`);
  try {
    const beatMs = statSync(path).mtimeMs;
    const text = readFileSync(path, 'utf8');
    try {
      return { owner: JSON.parse(text) as Owner, beatMs };
    } catch {
      return { owner: undefined, beatMs };
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a lock file under a name of its own and syncs it. */
function draft(folder: string, owner: Owner): string {
  const path = join(folder, `lock-${process.pid}-${randomBytes(6).toString('hex')}`);
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify(owner)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return path;
}

/** Makes lock n ours unless somebody was faster. */
function claim(folder: string, n: number, owner: Owner): boolean {
  const path = draft(folder, owner);
  try {
    linkSync(path, join(folder, `lock.${n}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(path, { force: true });
  }
  if (highest(folder) === n) return true;
  rmSync(join(folder, `lock.${n}`), { force: true });
  return false;
}

function inUse(folder: string, owner: Owner | undefined): FolderInUse {
  const who = owner ? `process ${owner.pid} on ${owner.host} (since ${owner.since})` : 'another process';
  const self = owner && sameMachine(owner) && owner.pid === process.pid ? ', which is this very process' : '';
  return new FolderInUse(
    `the data folder ${folder} is in use by ${who}${self}: one process at a time may open it`,
  );
}

/** Waits until a far owner has been silent long enough. @throws {@link FolderInUse} as soon as it shows life */
async function waitForSilence(folder: string, n: number, held: Held, timing: LockTiming): Promise<void> {
  const from = Date.now();
  // Even an old heartbeat is watched for more than one beat: clocks may have jumped, the owner may have slept.
  const least = Math.min(timing.silenceMs, timing.heartbeatMs * 1.2);
  for (;;) {
    const watched = Date.now() - from;
    if (watched >= least && Math.max(watched, Date.now() - held.beatMs) >= timing.silenceMs) return;
    await new Promise((resolve) => setTimeout(resolve, Math.min(500, timing.heartbeatMs / 2)));
    const now = read(folder, n);
    if (!now) return;
    if (now.beatMs !== held.beatMs) throw inUse(folder, now.owner);
  }
}

/** Makes a folder and puts the names of all that were made on disk: a synced file is lost with its folder's name. */
function makeFolder(folder: string): void {
  const whole = resolve(folder);
  const made = mkdirSync(whole, { recursive: true, mode: 0o700 });
  if (made === undefined) return;
  for (let path = whole; path !== dirname(made); path = dirname(path)) syncPath(dirname(path));
}

/**
 * Takes the lock of a folder (made if missing, readable for its owner only). A lock left by a dead process of
 * this machine is taken over at once; one of another machine or container after 30 s without a heartbeat.
 * `onLost` is called when the lock is no longer ours, which happens only when this process slept for that long
 * or somebody removed the file: the caller must not write any more.
 * @throws {@link FolderInUse}
 */
export async function lockFolder(
  folder: string,
  onLost: () => void,
  timing: LockTiming = TIMING,
): Promise<FolderLock> {
  makeFolder(folder);
  const owner = thisProcess();
  for (;;) {
    const n = highest(folder);
    const held = n === 0 ? undefined : read(folder, n);
    if (n > 0 && !held) continue;
    if (held && !held.owner?.released) {
      const near = held.owner !== undefined && sameMachine(held.owner);
      if (near && !ownerIsDead(held.owner as Owner)) throw inUse(folder, held.owner);
      if (!near) {
        await waitForSilence(folder, n, held, timing);
        if (highest(folder) !== n) continue;
      }
    }
    if (claim(folder, n + 1, owner)) return hold(folder, n + 1, owner, onLost, timing);
  }
}

function hold(folder: string, n: number, owner: Owner, onLost: () => void, timing: LockTiming): FolderLock {
  const path = join(folder, `lock.${n}`);
  for (const name of readdirSync(folder)) {
    const match = NAME.exec(name);
    if (match && Number(match[1]) < n) rmSync(join(folder, name), { force: true });
  }
  const stillOurs = (): boolean => {
    const now = new Date();
    try {
      utimesSync(path, now, now);
      return highest(folder) === n;
    } catch (error) {
      // Anything but a missing file (no descriptors left, say) takes nothing away from us.
      return (error as NodeJS.ErrnoException).code !== 'ENOENT';
    }
  };
  const beat = () => {
    if (stillOurs()) return;
    clearInterval(timer);
    onLost();
  };
  const timer = setInterval(beat, timing.heartbeatMs);
  timer.unref();
  let released = false;
  return {
    release() {
      if (released) return;
      released = true;
      clearInterval(timer);
      try {
        // Kept as a marked file, not removed: the number must never be used again.
        renameSync(draft(folder, { ...owner, released: true }), path);
      } catch {
        // Full disk or removed folder: the end of this process frees the lock just as well.
      }
    },
  };
}
