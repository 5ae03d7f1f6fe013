'use client';

import { useEffect, useRef, useState } from 'react';
import type { ImportDraft } from '@/lib/imports/schema';
import { failureOf, ReadError, useAsk, useShownApp } from '../data/reads';
import { type Answer, type UploadInput, upload } from './send';
import type { Source } from './spec';

/** A file on its way. `sent` counts bytes; the server reads while they arrive and checks afterwards. */
export type Uploading = { key: string; sent: number; size: number };

/** Sends files, one at a time. Leaving the page asks first while one is on its way, and stops it. */
export function useUpload() {
  const app = useShownApp();
  const ask = useAsk();
  const [uploading, setUploading] = useState<Uploading | null>(null);
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);
  useLeaveWarning(uploading !== null);

  /** Resolves with the checked draft or what stood in the way; null when it was stopped. */
  async function start(
    source: Source,
    input: Omit<UploadInput, 'app' | 'key'>,
  ): Promise<Answer<ImportDraft> | null> {
    const stop = new AbortController();
    current.current?.abort();
    current.current = stop;
    const key = newKey();
    setUploading({ key, sent: 0, size: source.blob.size });
    const onSent = (sent: number) => {
      if (!stop.signal.aborted) setUploading({ key, sent, size: source.blob.size });
    };
    const answer = await upload(source, { ...input, app, key }, { onSent, signal: stop.signal });
    if (stop.signal.aborted) return null;
    setUploading(null);
    if (answer.ok || answer.trouble !== 'lost') return answer;
    // A server that refuses early cuts the connection before its answer is read: ask for the reason.
    const reason = await ask('imports.progress', { key }).then(() => null, asFailure);
    return reason ? { ok: false, trouble: reason } : answer;
  }

  function stop(): void {
    current.current?.abort();
    setUploading(null);
  }
  return { uploading, start, stop };
}

const asFailure = (error: unknown) => (error instanceof ReadError ? failureOf(error) : null);

/** 128 random bits; crypto.randomUUID is missing over plain http. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function useLeaveWarning(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isOn]);
}
