import { REGION_OF } from './regions';

/** English names of the 34 provinces by the first two digits of their codes. */
const ENGLISH: Readonly<Record<string, string>> = {
  11: 'Beijing',
  12: 'Tianjin',
  13: 'Hebei',
  14: 'Shanxi',
  15: 'Inner Mongolia',
  21: 'Liaoning',
  22: 'Jilin',
  23: 'Heilongjiang',
  31: 'Shanghai',
  32: 'Jiangsu',
  33: 'Zhejiang',
  34: 'Anhui',
  35: 'Fujian',
  36: 'Jiangxi',
  37: 'Shandong',
  41: 'Henan',
  42: 'Hubei',
  43: 'Hunan',
  44: 'Guangdong',
  45: 'Guangxi',
  46: 'Hainan',
  50: 'Chongqing',
  51: 'Sichuan',
  52: 'Guizhou',
  53: 'Yunnan',
  54: 'Tibet',
  61: 'Shaanxi',
  62: 'Gansu',
  63: 'Qinghai',
  64: 'Ningxia',
  65: 'Xinjiang',
  71: 'Taiwan',
  81: 'Hong Kong',
  82: 'Macao',
};

/** What a region is called; in English, a city keeps its Chinese name beside its province. Unknown codes stay codes. */
export function regionName(code: string, locale: string): string {
  const region = REGION_OF.get(code);
  if (!region) return code;
  if (locale !== 'en') return region.name;
  const province = ENGLISH[region.province.slice(0, 2)] ?? region.province;
  return region.code === region.province ? province : `${region.name} (${province})`;
}
