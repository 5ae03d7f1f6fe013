// A process that runs changes, for the tests of crashes: as npm run worker does, and on the embedded database too, which
// the web process otherwise holds. Says `working`; the rest of its life is told by what the tests see from outside.
import { env } from '@/lib/env';
import { giveUp, openProcess, startWork } from './process';

openProcess(env())
  .then((db) => startWork(db, true))
  .then(() => process.stdout.write('working\n'))
  .catch(giveUp);
