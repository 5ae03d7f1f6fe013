import type { JobView } from './desk';

/** What is wrong with a change that should have ended, in words: rows lost or left open, figures that do not add up. */
export function faultsOf(job: JobView, letters: string): string[] {
  const { confirmed, rejected, unknown, skipped, total } = job;
  const count = (letter: string) => letters.split(letter).length - 1;
  const wrong: string[] = [];
  if (job.state !== 'finished' && job.state !== 'cancelled') wrong.push(`is ${job.state}`);
  if (letters.length !== total) wrong.push(`${total} rows, ${letters.length} outcomes`);
  if (letters.includes('.')) wrong.push(`${count('.')} rows open`);
  if (confirmed + rejected + unknown + skipped !== total) wrong.push('its totals do not add up');
  if (job.settledChunks !== job.chunks) wrong.push(`${job.settledChunks} of ${job.chunks} chunks settled`);
  const told = [confirmed, rejected, unknown, skipped].join();
  const counted = ['c', 'r', 'u', 'n'].map(count).join();
  if (told !== counted) wrong.push(`totals ${told}, rows say ${counted}`);
  return wrong.map((text) => `${job.kind} ${job.id}: ${text}`);
}
