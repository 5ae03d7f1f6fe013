import { vi } from 'vitest';
import type { Failure, Result } from '@/lib/core/result';
import type { ImportDraft, Peek, ReadAs } from '@/lib/imports/schema';
import type { BatchReply } from '@/lib/reads/batch';

/** A browser has no server in tests of components: this one answers the wizard's doors from its fields. For tests only. */
export class FakeServer {
  peeks: { readAs: Partial<ReadAs>; name: string }[] = [];
  uploads: {
    body: Blob;
    about: Record<string, unknown>;
    answer(status: number, body: unknown): void;
    lose(): void;
  }[] = [];
  aborted = 0;
  reads: { name: string; input: unknown }[] = [];
  failure: Failure | null = null;
  drafts = new Map<string, ImportDraft>();
  rows: unknown = { rows: [], next: null };
  peek: (readAs: Partial<ReadAs>) => Peek = () => peekOf({});

  /** Puts itself in the place of fetch and XMLHttpRequest. */
  install(): void {
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
      const about = unpack(new Headers(init.headers).get('x-import') ?? '');
      this.peeks.push(about as (typeof this.peeks)[number]);
      return this.failure
        ? new Response(JSON.stringify(this.failure), { status: 400 })
        : new Response(JSON.stringify(this.peek(about.readAs as Partial<ReadAs>)));
    });
    const server = this;
    vi.stubGlobal(
      'XMLHttpRequest',
      class {
        upload: { onprogress?: (event: { loaded: number }) => void } = {};
        onload?: () => void;
        onerror?: () => void;
        onabort?: () => void;
        status = 0;
        responseText = '';
        about: Record<string, unknown> = {};
        open() {}
        setRequestHeader(name: string, value: string) {
          if (name === 'x-import') this.about = unpack(value);
        }
        abort() {
          server.aborted++;
          this.onabort?.();
        }
        send(body: Blob) {
          this.upload.onprogress?.({ loaded: body.size });
          server.uploads.push({
            body,
            about: this.about,
            answer: (status, answer) => {
              this.status = status;
              this.responseText = JSON.stringify(answer);
              this.onload?.();
            },
            lose: () => this.onerror?.(),
          });
        }
      },
    );
  }

  /** The action behind every question. */
  batch = async (_app: string, calls: unknown): Promise<Result<AsyncIterable<BatchReply>>> => {
    const asked = calls as { id: number; name: string; input: { jobId?: string } }[];
    this.reads.push(...asked);
    const result = (name: string, jobId = ''): Result<unknown> => {
      if (name === 'imports.progress')
        return this.failure ? { ok: false, error: this.failure } : { ok: true, data: null };
      if (name === 'imports.rows') return { ok: true, data: this.rows };
      const draft = this.drafts.get(jobId);
      return draft ? { ok: true, data: draft } : { ok: false, error: { code: 'NOT_FOUND' } };
    };
    async function* replies() {
      for (const { id, name, input } of asked) yield { id, result: result(name, input.jobId) };
    }
    return { ok: true, data: replies() };
  };
}

const unpack = (header: string) => JSON.parse(decodeURIComponent(header)) as Record<string, unknown>;

export const peekOf = (part: Partial<Peek>): Peek => ({
  readAs: { format: 'text', encoding: 'gb18030', delimiter: ',', header: true, sheet: 0 },
  encodingBy: 'detected',
  sheets: [],
  columns: [
    { index: 0, name: '姓名', samples: ['张三', '李四'] },
    { index: 1, name: '客户端', samples: ['0123456789abcdef0123456789abcdef'] },
  ],
  rows: [
    { line: 2, cells: ['张三', '0123456789abcdef0123456789abcdef'] },
    { line: 3, cells: ['李四', '1.23E+15'] },
  ],
  warnings: [],
  guess: { cid: 1 },
  ...part,
});

export const draftOf = (part: Partial<ImportDraft>): ImportDraft => ({
  jobId: 'job-1',
  rowsHash: 'a'.repeat(64),
  kind: 'alias.bind',
  file: '名单.csv',
  rows: 5,
  found: { valid: 2, replaces: 1, again: 0, malformed: 1, duplicate: 1, noChange: 1 },
  checkedBy: 'upstream',
  expiresAt: Date.parse('2026-11-23T02:30:00Z'),
  plan: {
    calls: 1,
    family: null,
    reads: 4,
    durationMs: 4000,
    finishesAt: Date.parse('2026-11-23T02:00:04Z'),
    crossesMidnight: false,
    leftToday: null,
    perMinute: null,
  },
  waitsForJob: null,
  confirmWord: null,
  ...part,
});
