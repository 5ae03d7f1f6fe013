import { fsyncSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { syncPath } from './sync-path';

type Stream = { nfd?: number; node: unknown };
type Module = {
  NODEFS: { stream_ops: { fsync?: (stream: Stream) => number }; realPath(node: unknown): string };
  FS: { ErrnoError: new (errno: number) => Error };
};
type Options = Awaited<ReturnType<NodeFS['init']>>['emscriptenOpts'];

/** The number emscripten gives to EIO; the engine stops the server when a sync fails with it. */
const EIO = 29;

/** The folder of a database on the real file system, with the one call PGlite's own version leaves out: fsync. */
export class DurableFs extends NodeFS {
  /** How often the engine's fsync has reached the disk. */
  syncs = 0;

  override async init(pg: PGlite, options: Options) {
    const { emscriptenOpts } = await super.init(pg, options);
    const preRun = [...(emscriptenOpts.preRun ?? []), (module: unknown) => this.hook(module as Module)];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }

  private hook(module: Module): void {
    const operations = module.NODEFS?.stream_ops;
    if (!operations || typeof module.NODEFS.realPath !== 'function') {
      throw new Error('PGlite has changed: fsync cannot be installed');
    }
    operations.fsync = (stream) => {
      try {
        if (stream.nfd === undefined) syncPath(module.NODEFS.realPath(stream.node));
        else fsyncSync(stream.nfd);
      } catch {
        throw new module.FS.ErrnoError(EIO);
      }
      this.syncs++;
      return 0;
    };
  }
}
