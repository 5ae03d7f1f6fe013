import { REGION_TABLE } from './region-table';

/** A province, municipality or region of that level, or a city. `province` is its own code for the former. */
export type Region = { readonly code: string; readonly name: string; readonly province: string };

const CITY = /^(\d\d)(.+)$/u;

/** Every region in the vendor's order: a province, then its cities. Codes have eight digits. */
export const REGIONS: readonly Region[] = REGION_TABLE.trim()
  .split('\n')
  .flatMap((line) => {
    const [head = '', cities = ''] = line.split(':');
    const province = `${head.slice(0, 2)}000000`;
    const inside = cities ? cities.split(',') : [];
    return [
      { code: province, name: head.slice(2), province },
      ...inside.map((city) => {
        const [, number = '', name = ''] = CITY.exec(city) ?? [];
        return { code: `${head.slice(0, 2)}${number}0000`, name, province };
      }),
    ];
  });

export const REGION_OF: ReadonlyMap<string, Region> = new Map(REGIONS.map((region) => [region.code, region]));
export const isProvince = ({ code, province }: Region): boolean => code === province;
export const PROVINCES: readonly Region[] = REGIONS.filter(isProvince);

const byProvince = new Map(
  PROVINCES.map(({ code }) => [code, REGIONS.filter(({ province }) => province === code)]),
);
/** The cities of a province, in the vendor's order; none for municipalities, 台湾, 香港 and 澳门. */
export const citiesOf = (province: string): readonly Region[] =>
  (byProvince.get(province) ?? []).filter((region) => !isProvince(region));
