/** Parts of the country as people name them, by the codes of their provinces. */
export type Preset = { readonly zh: string; readonly en: string; readonly provinces: readonly string[] };

const preset = (zh: string, en: string, numbers: string): Preset => ({
  zh,
  en,
  provinces: numbers.split(' ').map((number) => `${number}000000`),
});

export const PRESETS: readonly Preset[] = [
  preset('华东', 'East China', '31 32 33 34 35 36 37'),
  preset('华北', 'North China', '11 12 13 14 15'),
  preset('华南', 'South China', '44 45 46'),
  preset('华中', 'Central China', '41 42 43'),
  preset('西南', 'Southwest China', '50 51 52 53 54'),
  preset('西北', 'Northwest China', '61 62 63 64 65'),
  preset('东北', 'Northeast China', '21 22 23'),
  preset('直辖市', 'the municipalities', '11 12 31 50'),
  preset('港澳台', 'Hong Kong, Macao and Taiwan', '71 81 82'),
];

/** The preset that is exactly these regions, in whatever order. */
export const presetOf = (regions: readonly string[]): Preset | undefined => {
  const set = new Set(regions);
  return PRESETS.find(
    ({ provinces }) => provinces.length === set.size && provinces.every((code) => set.has(code)),
  );
};
