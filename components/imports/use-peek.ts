'use client';

import { useEffect, useRef, useState } from 'react';
import type { Peek, ReadAs } from '@/lib/imports/schema';
import { useShownApp } from '../data/reads';
import { peekAt } from './send';
import type { Source, Trouble } from './spec';

/** What was pasted is text that the browser itself has encoded. */
const PASTED: Partial<ReadAs> = { format: 'text', encoding: 'utf-8' };

/** The chosen file and its beginning as the server would read it. What people choose stays, the rest is detected. */
export function usePeek(kind: string) {
  const app = useShownApp();
  const [source, setSource] = useState<Source | null>(null);
  const [chosen, setChosen] = useState<Partial<ReadAs>>({});
  const [peek, setPeek] = useState<Peek | null>(null);
  const [isPeeking, setPeeking] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);

  async function ask(of: Source, readAs: Partial<ReadAs>): Promise<Peek | null> {
    const stop = new AbortController();
    current.current?.abort();
    current.current = stop;
    setChosen(readAs);
    setPeeking(true);
    setTrouble(null);
    const answer = await peekAt(of, { app, kind, readAs }, stop.signal);
    // A newer choice has its own answer on the way.
    if (stop.signal.aborted) return null;
    setPeeking(false);
    if (answer.ok) setPeek(answer.data);
    else setTrouble(answer.trouble);
    return answer.ok ? answer.data : null;
  }

  return {
    source,
    peek,
    isPeeking,
    trouble,
    chosen,
    choose(next: Source): Promise<Peek | null> {
      setSource(next);
      setPeek(null);
      return ask(next, next.isPasted ? PASTED : {});
    },
    readAs: (part: Partial<ReadAs>) => (source ? ask(source, { ...chosen, ...part }) : null),
    retry: () => (source ? ask(source, chosen) : null),
    clear(): void {
      current.current?.abort();
      setSource(null);
      setPeek(null);
      setPeeking(false);
      setTrouble(null);
      setChosen({});
    },
  };
}
