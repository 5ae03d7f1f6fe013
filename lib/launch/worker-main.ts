// One more process that runs changes, without pages. Bundled by the build; `npm run worker` starts it.
import { env } from '@/lib/env';
import { giveUp, openProcess, startWork } from './process';

async function main(): Promise<void> {
  const settings = env();
  if (!settings.databaseUrl) {
    throw new Error(
      'a worker of its own needs DATABASE_URL: the embedded database has exactly one process, which works already',
    );
  }
  await startWork(await openProcess(settings), true);
  process.stdout.write('Muster works: this process runs changes\n');
}

main().catch(giveUp);
