import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a folder. */
export type Owner = {
  pid: number;
  host: string;
  /** Equal for processes that see each other's pids: boot and pid namespace. Empty where that cannot be told. */
  space: string;
  /** When the process began, in the system's own words; a pid is used again, this is not. */
  born: string;
  /** ISO time of taking the lock, for people. */
  since: string;
  released?: true;
};

const attempt = (work: () => string): string => {
  try {
    return work().trim();
  } catch {
    return '';
  }
};

function space(): string {
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const pids = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return `${boot} ${pids}`.trim();
}

/** When a process began; empty when there is none or it cannot be told. */
function born(pid: number): string {
  if (process.platform === 'win32') return '';
  if (process.platform !== 'linux') {
    return attempt(() => execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }));
  }
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // Fields are counted after the name, which may hold spaces; the 20th is the start in ticks since boot.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? '' : (fields[19] ?? '');
}

export function thisProcess(): Owner {
  return {
    pid: process.pid,
    host: hostname(),
    space: space(),
    born: born(process.pid),
    since: new Date().toISOString(),
  };
}

/** True when pids mean the same here as there. */
export const sameMachine = (owner: Owner): boolean => owner.host === hostname() && owner.space === space();

/** For an owner on the same machine: true when its process is gone, even if the pid is used again. */
export function ownerIsDead(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  const now = born(owner.pid);
  if (process.platform === 'linux' && now === '') return true;
  return owner.born !== '' && now !== '' && now !== owner.born;
}
