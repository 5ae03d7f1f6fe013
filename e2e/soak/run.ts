// npm run soak -- <name> [arguments]: runs of minutes, too long for npm test. Each is a script of its own.
import { existsSync } from 'node:fs';

const SOAKS = ['budgets', 'kills', 'points'];
const [wanted] = process.argv.splice(2, 1);
const script = new URL(`./${wanted}.ts`, import.meta.url);
if (!wanted || !SOAKS.includes(wanted) || !existsSync(script)) {
  console.error(`no soak ${wanted}; there are: ${SOAKS.join(', ')}`);
  process.exit(2);
}
await import(script.href);
