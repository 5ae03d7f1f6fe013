import { build } from 'esbuild';

/** A process that runs changes, as one file; it must lie below node_modules, where it finds its packages. */
export async function bundleWork(outfile: string, entry = 'lib/launch/testing-process.ts'): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['react-server'],
    packages: 'external',
    alias: { 'server-only': './lib/build/empty.ts' },
    tsconfig: 'tsconfig.json',
  });
}
