import { useFormatter, useLocale, useTranslations } from 'use-intl/react';
import {
  BRANDS,
  lengthOf,
  MAX_CONTENT,
  MAX_COPIES,
  MAX_DAYS,
  MAX_NAME,
  MAX_SIZE,
  MAX_TOPIC,
  MIN_DAYS,
  MIN_SIZE,
  type Problem,
  type Rule,
} from '@/lib/crowds/rules';

const MOST = { name: MAX_NAME, topic: MAX_TOPIC, content: MAX_CONTENT } as const;

/** What is wrong with a field, in words; `text` is what the field holds. */
export function useRuleText() {
  const t = useTranslations('crowds.wizard.rule');
  // Each rule takes some of the figures; all of them are given to whichever it is.
  const say = t as unknown as (rule: Rule, figures: Record<string, string | number>) => string;
  return (problem: Problem, text = ''): string => {
    const { field, rule, other } = problem;
    const most = field in MOST ? MOST[field as keyof typeof MOST] : MAX_COPIES;
    const days = field === 'activeDays';
    return say(rule, {
      max: rule === 'too-large' ? (days ? MAX_DAYS : MAX_SIZE) : most,
      min: days ? MIN_DAYS : MIN_SIZE,
      length: lengthOf(text),
      other: String((other ?? 0) + 1),
    });
  };
}

/** Brands as people call them; all of them in one word. */
export function useBrandText() {
  const t = useTranslations('crowds');
  const format = useFormatter();
  return (brands: readonly string[] | null): string => {
    if (brands === null) return t('plan.unknownFact');
    if (BRANDS.every((brand) => brands.includes(brand))) return t('allBrands');
    const known = BRANDS.filter((brand) => brands.includes(brand)).map((brand) => t(`brand.${brand}`));
    const others = brands.filter((one) => !(BRANDS as readonly string[]).includes(one));
    return format.list([...known, ...others], { type: 'conjunction' });
  };
}

/** Users with 万 in Chinese, where that is shorter and exact. */
export function useSizeText() {
  const t = useTranslations('crowds');
  const format = useFormatter();
  const locale = useLocale();
  return (count: number | null): string => {
    if (count === null) return t('plan.unknownFact');
    if (locale === 'zh-CN' && count >= 10_000 && count % 1000 === 0)
      return t('wan', { value: format.number(count / 10_000) });
    return format.number(count);
  };
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** A stretch of time in its largest unit, with one decimal above seconds. */
export function useDurationText() {
  const t = useTranslations('crowds.duration');
  const format = useFormatter();
  return (ms: number): string => {
    const found = UNITS.find(([, size]) => ms >= size);
    if (!found) return t('s', { n: format.number(Math.round(ms / 1000)) });
    const n = format.number(ms / found[1], { maximumFractionDigits: 1 });
    return t(found[0], { n });
  };
}
