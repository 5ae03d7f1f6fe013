import { beforeEach, describe, expect, test } from 'vitest';
import { AliasBook } from './alias-book';
import { hash } from './cid';

let book: AliasBook;
beforeEach(() => {
  book = new AliasBook(50);
});

describe('seeded aliases', () => {
  test('are found by the name they show', () => {
    for (let user = 0; user < 40; user++) book.link(user, book.seed());
    for (let user = 0; user < 40; user++) expect(book.usersOf(book.aliasOf(user) ?? '')).toEqual([user]);
    expect(book.size).toBe(40);
  });

  test('a name that only looks like one is nobody, and can be taken', () => {
    book.link(0, book.seed());
    for (const name of ['user_999', 'user_04', 'u10000000', 'VIP', 'constructor', ''])
      expect(book.usersOf(name)).toEqual([]);
    book.bind(3, 'user_999');
    expect(book.usersOf('user_999')).toEqual([3]);
  });

  test('one that everybody left can be bound again', () => {
    book.link(0, book.seed());
    const name = book.aliasOf(0) ?? '';
    book.unbind(0);
    expect(book.usersOf(name)).toEqual([]);
    book.bind(1, name);
    expect(book.aliasOf(1)).toBe(name);
  });
});

test('binding moves a user; the former alias keeps the others', () => {
  for (const user of [1, 2, 3]) book.bind(user, 'a');
  book.bind(2, 'b');
  expect(book.usersOf('a').sort()).toEqual([1, 3]);
  expect(book.usersOf('b')).toEqual([2]);
  expect([book.countOf('a'), book.countOf('b'), book.size]).toEqual([2, 1, 2]);
});

test('a thousand random steps leave what a simple map holds', () => {
  const model = new Map<number, string>();
  for (let user = 0; user < 20; user++) {
    book.link(user, book.seed());
    model.set(user, book.aliasOf(user) ?? '');
  }
  const names = [...model.values()].slice(0, 5).concat(['甲', '乙', 'user_777']);
  for (let step = 0; step < 1000; step++) {
    const user = hash(step, 0, 1) % 50;
    const name = names[hash(step, 0, 2) % names.length] ?? '';
    if (hash(step, 0, 3) % 3 === 0) {
      book.unbind(user);
      model.delete(user);
    } else {
      book.bind(user, name);
      model.set(user, name);
    }
  }
  for (let user = 0; user < 50; user++) expect(book.aliasOf(user)).toBe(model.get(user) ?? null);
  for (const name of names) {
    const users = [...model].filter(([, alias]) => alias === name).map(([user]) => user);
    expect(book.usersOf(name).sort((a, b) => a - b)).toEqual(users.sort((a, b) => a - b));
    expect(book.countOf(name)).toBe(users.length);
  }
  expect(book.size).toBe(new Set(model.values()).size);
});
