// npm run bench -- <name>: measures one thing side by side with what it is compared to. Ratios only.

import { benchAction } from './action';
import { benchAudience } from './audience';
import { benchClient } from './client';
import { benchGrid } from './grid';
import { benchImport } from './import';
import { benchJobs } from './jobs';
import { benchLedger } from './ledger';

const BENCHES: Record<string, (() => Promise<boolean>)[]> = {
  client: [benchClient, benchAction],
  jobs: [benchJobs],
  import: [benchImport],
  ledger: [benchLedger],
  grid: [benchGrid],
  audience: [benchAudience],
};
const wanted = process.argv[2];
const chosen = wanted ? BENCHES[wanted] : Object.values(BENCHES).flat();
if (!chosen) {
  console.error(`no benchmark ${wanted}; there are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
for (const bench of chosen) await bench();
process.exit(0);
