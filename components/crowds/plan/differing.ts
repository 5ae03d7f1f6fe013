export type Part = Readonly<{ text: string; differs: boolean }>;

/** The parts of a text, as characters; those that do not belong to its longest common line with another differ. */
export function differing(text: string, base: string): Part[] {
  const [a, b] = [[...text], [...base]];
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const parts: { text: string; differs: boolean }[] = [];
  const add = (sign: string, differs: boolean) => {
    const last = parts.at(-1);
    if (last?.differs === differs) last.text += sign;
    else parts.push({ text: sign, differs });
  };
  let j = 0;
  for (const [i, sign] of a.entries()) {
    while (j < b.length && b[j] !== sign && at(i, j + 1) === at(i, j)) j++;
    const same = b[j] === sign && at(i, j) === at(i + 1, j + 1) + 1;
    add(sign, !same);
    if (same) j++;
  }
  return parts;
}
