'use client';

import { useEffect, useRef, useState } from 'react';

/** Puts text on the clipboard. Over plain http, where browsers hide the clipboard, it selects and copies instead. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'fixed opacity-0';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (!done) throw new Error('copy refused');
}

const SHOWN_MS = 1_600;

/** `copy(text)`, which tells what came of it; the outcome fades after a moment. */
export function useCopy() {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy(text: string): Promise<'copied' | 'failed'> {
    const result = await copyText(text).then(
      () => 'copied' as const,
      () => 'failed' as const,
    );
    setOutcome(result);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome(null), SHOWN_MS);
    return result;
  }
  return { outcome, copy };
}
