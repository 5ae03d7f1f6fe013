/** Made-up people: what they have in common with their phone, place and habits, so that counts overlap as real ones do. */
export type Person = {
  readonly ios: boolean;
  /** 1: 北京 上海 广州 深圳, 2: provincial capitals and the like, 3: elsewhere. */
  readonly tier: 1 | 2 | 3;
  readonly female: boolean;
  readonly age: number;
  /** Days with a login among the last 100. */
  readonly loginDays: number;
  readonly daysSinceLogin: number;
  readonly ageDays: number;
  readonly notices: boolean;
  readonly brand: number;
};

export const BRANDS = ['hw', 'xm', 'op', 'vv', 'mz', 'iphone', 'unknown'] as const;
export const IPHONE = 5;
export const NO_TOKEN = 6;

const MODELS: readonly (readonly string[])[] = [
  ['HUAWEI Mate 60 Pro', 'HUAWEI P60', 'HUAWEI nova 12', 'HUAWEI Pura 70', 'HUAWEI Enjoy 70'],
  ['Xiaomi 14', 'Xiaomi 13 Ultra', 'Redmi K70', 'Redmi Note 13 Pro', 'Redmi 12'],
  ['OPPO Find X7', 'OPPO Reno11', 'OPPO A2 Pro', 'OnePlus 12'],
  ['vivo X100', 'vivo S18', 'iQOO 12', 'vivo Y100'],
  ['meizu 20', 'meizu 21'],
  ['iPhone 15 Pro', 'iPhone 15', 'iPhone 14', 'iPhone 13', 'iPhone 12', 'iPhone SE'],
  ['Android Phone', 'SM-S9180', 'ZTE A41', 'nubia Z60'],
];

/** The models a phone can be; one without vendor token tells by its system only. */
export const modelsOf = (ios: boolean, brand: number): readonly string[] =>
  MODELS[ios ? IPHONE : brand] ?? [];

type Trait = readonly [tag: string, chance: (person: Person) => number];

const when = (condition: boolean, yes: number, no: number) => (condition ? yes : no);
const between = (n: number, from: number, to: number) => n >= from && n <= to;

/** Tags of the seeded users: certain ones follow from facts, the others are likelier for some than for others. */
export const TRAITS: readonly Trait[] = [
  ['新用户', (p) => when(p.ageDays < 30, 1, 0)],
  ['老用户', (p) => when(p.ageDays > 720, 1, 0)],
  ['高活跃', (p) => when(p.loginDays > 60, 1, 0)],
  ['中活跃', (p) => when(between(p.loginDays, 20, 60), 1, 0)],
  ['沉睡用户', (p) => when(p.daysSinceLogin > 60, 1, 0)],
  ['开启通知', (p) => when(p.notices, 0.97, 0.01)],
  ['一线城市', (p) => when(p.tier === 1, 1, 0)],
  ['下沉市场', (p) => when(p.tier === 3, 0.8, 0)],
  ['VIP会员', (p) => 0.02 + when(p.ios, 0.05, 0) + p.loginDays * 0.0012],
  ['高客单', (p) => when(p.ios, 0.14, 0.04) + when(p.tier === 1, 0.08, 0)],
  ['优惠敏感', (p) => when(p.tier === 3, 0.36, 0.2) - when(p.ios, 0.08, 0)],
  ['学生', (p) => when(p.age < 23, 0.72, 0.01)],
  ['白领', (p) => when(between(p.age, 23, 45), when(p.tier < 3, 0.42, 0.2), 0.02)],
  ['新手爸妈', (p) => when(between(p.age, 25, 38), 0.12, 0.005)],
  ['母婴', (p) => when(p.female && between(p.age, 23, 40), 0.3, 0.02)],
  ['美妆', (p) => when(p.female, 0.34, 0.02)],
  ['护肤', (p) => when(p.female, 0.31, 0.04)],
  ['健身', (p) => when(between(p.age, 20, 45), 0.15, 0.05)],
  ['跑步', (p) => when(p.tier < 3, 0.12, 0.06)],
  ['瑜伽', (p) => when(p.female, 0.11, 0.01)],
  ['喜爱足球', (p) => when(p.female, 0.03, 0.22)],
  ['喜爱篮球', (p) => when(p.female, 0.02, when(p.age < 35, 0.26, 0.1))],
  ['喜爱动漫', (p) => when(p.age < 28, 0.38, 0.06)],
  ['手游', (p) => when(p.age < 35, 0.33, 0.08) + when(p.female, 0, 0.08)],
  ['电竞', (p) => when(p.age < 30 && !p.female, 0.24, 0.03)],
  ['数码', (p) => when(p.female, 0.06, 0.21)],
  ['汽车', (p) => when(!p.female && p.age > 25, 0.24, 0.05)],
  ['理财', (p) => when(p.age > 28, 0.2, 0.04)],
  ['股票', (p) => when(p.age > 32, 0.12, 0.02)],
  ['房产', (p) => when(between(p.age, 27, 50), 0.1, 0.02)],
  ['考研', (p) => when(between(p.age, 20, 26), 0.16, 0.005)],
  ['职场', (p) => when(between(p.age, 22, 40), 0.2, 0.04)],
  ['旅游', (p) => when(p.tier === 3, 0.12, 0.23)],
  ['户外', () => 0.08],
  ['摄影', (p) => when(p.ios, 0.14, 0.07)],
  ['美食', () => 0.24],
  ['咖啡', (p) => when(p.tier === 1, 0.27, 0.08)],
  ['奶茶', (p) => when(p.age < 30, 0.26, 0.08)],
  ['宠物', (p) => when(p.female, 0.15, 0.09)],
  ['电影', () => 0.19],
  ['音乐', (p) => when(p.age < 30, 0.22, 0.13)],
  ['读书', () => 0.1],
  ['新闻', (p) => when(p.age > 35, 0.34, 0.12)],
  ['短视频', (p) => when(p.loginDays > 20, 0.4, 0.2)],
  ['果粉', (p) => when(p.ios, 0.3, 0.005)],
  ['鸿蒙尝鲜', (p) => when(p.brand === 0, 0.25, 0)],
  ['double11', (p) => when(p.loginDays > 10, 0.17, 0.03)],
  ['app_v8', (p) => when(p.daysSinceLogin < 14, 0.85, 0.02)],
];
