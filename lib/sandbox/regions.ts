import { readFileSync } from 'node:fs';

export type Region = { readonly code: string; readonly name: string; readonly province: string };

/** The vendor's table (source and date stand in its first lines), in its order. */
export const REGIONS: readonly Region[] = readFileSync(new URL('./region-codes.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [code = '', name = ''] = line.split('|');
    return { code, name, province: `${code.slice(0, 2)}000000` };
  });

export const isProvince = (region: Region): boolean => region.code === region.province;

const parents = new Set(REGIONS.filter((region) => !isProvince(region)).map((region) => region.province));
/** Where people live: cities, and provinces that have none of their own (municipalities, 台湾, 香港, 澳门). */
export const PLACES: readonly Region[] = REGIONS.filter(
  (region) => !isProvince(region) || !parents.has(region.code),
);

export const REGION_CODES: ReadonlySet<string> = new Set(REGIONS.map((region) => region.code));
