import type { Failure } from '@/lib/core/result';
import type { ImportDraft, Mapping, Peek, ReadAs } from '@/lib/imports/schema';
import type { ImportOptions, Source, Trouble } from './spec';

export type Answer<T> = { ok: true; data: T } | { ok: false; trouble: Trouble };

/** Enough of a text file to tell how it is to be read; the server takes no more. */
const PEEK_BYTES = 512 * 1024;
const HEADER = 'x-import';
const pack = (about: unknown) => encodeURIComponent(JSON.stringify(about));

/** True for a zip archive, which is what a workbook is: names may lie, the first bytes do not. */
async function isArchive(blob: Blob): Promise<boolean> {
  const [p, k, three, four] = new Uint8Array(await blob.slice(0, 4).arrayBuffer());
  return p === 0x50 && k === 0x4b && three === 3 && four === 4;
}

export type PeekInput = { app: string; kind: string; readAs: Partial<ReadAs> };

/** Sends the beginning of a text file, or a whole workbook, and gets it back as it would be read. */
export async function peekAt(source: Source, input: PeekInput, signal: AbortSignal): Promise<Answer<Peek>> {
  try {
    const body = (await isArchive(source.blob)) ? source.blob : source.blob.slice(0, PEEK_BYTES);
    const answer = await fetch('/api/uploads/peek', {
      method: 'POST',
      headers: {
        [HEADER]: pack({ ...input, name: source.name }),
        'content-type': 'application/octet-stream',
      },
      body,
      signal,
    });
    return understand<Peek>(answer.status, await answer.text());
  } catch {
    return { ok: false, trouble: 'lost' };
  }
}

export type UploadInput = {
  app: string;
  kind: string;
  key: string;
  readAs: ReadAs;
  mapping: Mapping;
  params?: Readonly<Record<string, unknown>> | undefined;
  options: ImportOptions;
};

type UploadWatch = { onSent: (bytes: number) => void; signal: AbortSignal };

/** Sends the whole file and gets the checked draft. Aborting cuts the connection, upon which the server forgets the rows. */
export function upload(source: Source, input: UploadInput, watch: UploadWatch): Promise<Answer<ImportDraft>> {
  // fetch cannot tell how much of a body has been sent.
  const request = new XMLHttpRequest();
  return new Promise((resolve) => {
    const lost = () => resolve({ ok: false, trouble: 'lost' });
    request.open('POST', '/api/uploads');
    request.setRequestHeader(HEADER, pack({ ...input, name: source.name }));
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded }) => watch.onSent(loaded);
    request.onload = () => resolve(understand<ImportDraft>(request.status, request.responseText));
    request.onerror = lost;
    request.onabort = lost;
    watch.signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(source.blob);
  });
}

function understand<T>(status: number, text: string): Answer<T> {
  const body = parse(text);
  if (status >= 200 && status < 300 && body) return { ok: true, data: body as T };
  if (isFailure(body)) return { ok: false, trouble: body };
  // A proxy in between answers with pages of its own; this one has a limit on sizes.
  if (status === 413) return { ok: false, trouble: { code: 'INVALID_INPUT', fields: { file: 'too-large' } } };
  return { ok: false, trouble: { code: 'UNEXPECTED' } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isFailure = (body: unknown): body is Failure =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
