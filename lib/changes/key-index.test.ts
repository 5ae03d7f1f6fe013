import { expect, test } from 'vitest';
import { type Hash64, KeyIndex, textHasher } from './key-index';
import { RowBook } from './row-book';

const key: Hash64 = { hi: 0, lo: 0 };
const last = { line: 0, markHi: 0, markLo: 0 };

test('texts that differ little hash apart, under each secret otherwise', () => {
  const [one, two] = [textHasher('a'), textHasher('b')];
  const seen = new Set<string>();
  for (let i = 0; i < 300_000; i++) {
    const text = [i.toString(16).padStart(32, '0'), `1380000${i}`, `用户${i}`][i % 3] ?? '';
    one(text, key);
    seen.add(`${key.hi}.${key.lo}`);
  }
  expect(seen.size).toBe(300_000);
  one('x', key);
  const before = { ...key };
  two('x', key);
  expect(key).not.toEqual(before);
});

test('the index agrees with a Map, and drains in order', () => {
  const hash = textHasher('s');
  const index = new KeyIndex();
  const model = new Map<string, number>();
  for (let line = 1; line <= 60_000; line++) {
    const text = `cid-${Math.floor(Math.random() * 40_000)}`;
    hash(text, key);
    expect(index.find(key, last) ? last.line : undefined).toBe(model.get(text));
    index.put(key, { line, markHi: line & 0xff, markLo: line * 7 });
    model.set(text, line);
  }
  expect(index.size).toBe(model.size);
  hash([...model.keys()][5] ?? '', key);
  index.find(key, last);
  expect([last.markHi, last.markLo]).toEqual([last.line & 0xff, last.line * 7]);
  const drained: [number, number][] = [];
  const lines: number[] = [];
  for (let segment = 0; segment < 256; segment++) {
    const part = index.drain(segment);
    for (let i = 0; i < part.length; i += 3) {
      drained.push([part[i] ?? 0, part[i + 1] ?? 0]);
      lines.push(part[i + 2] ?? 0);
    }
  }
  expect(drained).toEqual([...drained].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  expect(lines.sort()).toEqual([...model.values()].sort());
  expect(index.drain(3).length).toBe(0);
});

test('the chunk of a line is found, also where chunks overlap', () => {
  const book = new RowBook(textHasher('s'), true);
  const spans: [number, number][] = [];
  for (let seq = 0; seq < 3000; seq++) {
    const first = Math.max(1, seq * 10 - Math.floor(Math.random() * 60));
    const chunk = book.open();
    book.look(`k${seq}`);
    book.add(chunk, first);
    book.add(chunk, first + 30);
    book.close(chunk, seq);
    spans.push([first, first + 30]);
  }
  for (let i = 0; i < 2000; i++) {
    const line = 1 + Math.floor(Math.random() * 30_000);
    expect(book.chunkOf(line)).toBe(spans.findLastIndex(([a, b]) => a <= line && b >= line));
  }
});
