import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { FAILURE_CODES } from '../core/result';
import { messagesOf } from './catalogue';
import { failureText } from './failure-text';
import { formatsOf } from './formats';
import { en } from './messages/en';
import { type Messages, zhCN } from './messages/zh-CN';
import type { Locale } from './preferences';

type Tree = { readonly [key: string]: string | Tree };

/** Path → text, for every leaf. */
function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [path, text] of flatten(value, `${prefix}${key}.`)) flat.set(path, text);
  }
  return flat;
}

/** The names a text expects: `{name}`, `{count, number}`, `<tag>`, also inside plural branches. */
function placeholders(text: string): string[] {
  const names = new Set([...text.matchAll(/<(\w+)>/g)].map((match) => match[1] ?? ''));
  collect(text, 0, names);
  return [...names].sort();
}

/** Reads ICU text from `at` to its closing brace; returns the place after it. */
function collect(text: string, at: number, names: Set<string>): number {
  let index = at;
  while (index < text.length && text[index] !== '}') {
    if (text[index] !== '{') {
      index += 1;
      continue;
    }
    const [head = '', name = ''] = /^\{\s*(\w+)\s*/.exec(text.slice(index)) ?? [];
    names.add(name);
    index += head.length;
    // After `name, plural,` come branches such as `one {# row}`, each a text of its own.
    while (index < text.length && text[index] !== '}') {
      index = text[index] === '{' ? collect(text, index + 1, names) : index + 1;
    }
    index += 1;
  }
  return index + 1;
}

const zh = flatten(zhCN);
const english = flatten(en);

describe('catalogues', () => {
  it('have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...zh.keys()].sort());
  });

  it('ask for the same values', () => {
    const different = [...zh].filter(
      ([path, text]) => placeholders(text).join() !== placeholders(english.get(path) ?? '').join(),
    );
    expect(different.map(([path]) => path)).toEqual([]);
  });

  it('leave no text empty', () => {
    const empty = [...zh, ...english].filter(([, text]) => text.trim() === '');
    expect(empty.map(([path]) => path)).toEqual([]);
  });

  it('leave no Han text in English', () => {
    const han = [...english].filter(([, text]) => /\p{Script=Han}|[，。；：？！]/u.test(text));
    expect(han.map(([path]) => path)).toEqual([]);
  });

  it('hold only texts that can be parsed, in both languages', () => {
    const broken: string[] = [];
    for (const [locale, texts] of [
      ['zh-CN', zh],
      ['en', english],
    ] as const) {
      for (const [path, text] of texts) {
        const t = createTranslator({
          locale,
          messages: { text },
          onError: (error) => broken.push(`${locale} ${path}: ${error.message}`),
        });
        const values = Object.fromEntries(placeholders(text).map((name) => [name, 1]));
        const tags = Object.fromEntries(
          [...text.matchAll(/<(\w+)>/g)].map((match) => [match[1], (chunks: string) => chunks]),
        );
        t.markup('text', { ...values, ...tags });
      }
    }
    expect(broken).toEqual([]);
  });
});

describe('placeholder search', () => {
  it('sees names, formats, plurals and tags, and takes no branch for a name', () => {
    expect(placeholders('{a} {b, number} {c, plural, one {row} other {# {d} rows}} <e>x</e> {f}')).toEqual([
      ...'abcdef',
    ]);
  });
});

describe('failureText', () => {
  const translate = (locale: Locale) =>
    createTranslator<Messages>({
      locale,
      messages: messagesOf(locale),
      formats: formatsOf(locale),
      timeZone: 'Asia/Shanghai',
    });

  it.each(FAILURE_CODES)('says what happened and what to do: %s', (code) => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const { what, todo } = failureText(translate(locale), { code });
      expect(what).not.toContain(code);
      expect(todo).toMatch(/[。.]$/);
    }
  });

  it('adds the waiting time and the request', () => {
    const text = failureText(translate('zh-CN'), { code: 'THROTTLED', retryAfter: 36.2, requestId: 'r1' });
    expect(text.todo).toBe('这类操作有频率限制，请放慢一些。请在 37 秒后再试。');
    expect(text.request).toBe('请求编号 r1');
    expect(failureText(translate('en'), { code: 'THROTTLED', retryAfter: 1 }).todo).toContain('1 second.');
  });
});
