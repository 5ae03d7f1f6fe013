// A process that runs changes, for the soaks: as npm run worker does, on the embedded database too. It answers the
// questions of the soak by message, since nobody else may look into the embedded database.
import { env } from '@/lib/env';
import { giveUp, openProcess, startWork } from '@/lib/launch/process';
import { Rig } from '@/lib/launch/testing-rig';
import { type Desk, deskOn } from './desk';

type Question = { id: number; name: keyof Desk; args: unknown[] };

async function main(): Promise<void> {
  const db = await openProcess(env());
  const desk = deskOn(await Rig.on(db, JSON.parse(process.env.SOAK_UPSTREAM ?? '{}')));
  await startWork(db, true);
  process.on('message', ({ id, name, args }: Question) => {
    const ask = desk[name] as (...args: unknown[]) => Promise<unknown>;
    ask(...args).then(
      (answer) => process.send?.({ id, answer }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    );
  });
  process.send?.({ working: true });
}

main().catch(giveUp);
