import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Database } from '@/lib/db/client';
import { changeJob } from '@/lib/db/schema/changes';
import { describeEachDatabase } from '@/lib/db/testing';
import { jobEvents } from './live';
import type { JobsEvent } from './schema';
import { kindOf } from './testing';
import { jobsByHand } from './testing-jobs';

describeEachDatabase('progress pushed over HTTP', (open) => {
  let db: Database;
  let hand: Awaited<ReturnType<typeof jobsByHand>>;
  beforeAll(async () => {
    db = await open();
    hand = await jobsByHand(db);
    await hand.worker('w', 0);
  });

  /** A server that answers with the stream, and what arrives there event by event. */
  async function serve(more: { id?: string; ending?: () => boolean } = {}) {
    const server = createServer((request, reply) => {
      const gone = new AbortController();
      reply.once('close', () => gone.abort());
      const source = { db, kindOf, ending: more.ending ?? (() => false) };
      const response = jobEvents(source, { appId: hand.appId, id: more.id }, async () => true, gone.signal);
      reply.writeHead(200, Object.fromEntries(response.headers));
      const body = Readable.fromWeb(response.body as never);
      body.on('error', () => undefined);
      body.pipe(reply);
      void request;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const leave = new AbortController();
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const answer = await fetch(url, { signal: leave.signal });
    const reader = answer.body?.getReader();
    const decoder = new TextDecoder();
    let text = '';
    const next = async (): Promise<JobsEvent | null> => {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
          text = text.slice(end + 2);
          if (data) return JSON.parse(data) as JobsEvent;
          continue;
        }
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) return null;
        text += decoder.decode(value, { stream: true });
      }
    };
    const close = async () => {
      leave.abort();
      await new Promise((resolve) => server.close(resolve));
    };
    return { answer, next, close };
  }
  const finish = (id: string) =>
    db.orm
      .update(changeJob)
      .set({ state: 'finished', confirmed: 2, finishedAt: new Date() })
      .where(eq(changeJob.id, id));

  test('first all that is under way, then what has changed, then the end', async () => {
    const id = await hand.job({}, [hand.planned(2)]);
    const other = await hand.job({}, [hand.planned(1)]);
    const { answer, next, close } = await serve();
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('x-accel-buffering')).toBe('no');
    expect(answer.headers.get('cache-control')).toContain('no-store');
    const first = await next();
    expect(first?.type).toBe('snapshot');
    expect(first?.jobs.map((job) => job.id).sort()).toEqual([id, other].sort());
    await next();
    const at = Date.now();
    await db.orm.update(changeJob).set({ confirmed: 1 }).where(eq(changeJob.id, id));
    const change = await next();
    expect(Date.now() - at).toBeLessThan(2_500);
    expect(change?.jobs.map((job) => [job.id, job.confirmed])).toEqual([[id, 1]]);
    await finish(id);
    const end = await next();
    expect(end?.jobs.map((job) => [job.id, job.state, job.confirmed])).toEqual([[id, 'finished', 2]]);
    await close();
  });

  test('one change alone, also when it is over already', async () => {
    const id = await hand.job({}, [hand.planned(2)]);
    await finish(id);
    const { next, close } = await serve({ id });
    expect((await next())?.jobs.map((job) => [job.id, job.state])).toEqual([[id, 'finished']]);
    await close();
  });

  test('an end between the snapshot and the first look is told', async () => {
    const id = await hand.job({}, [hand.planned(2)]);
    const { next, close } = await serve({ id });
    const ending = finish(id);
    expect((await next())?.type).toBe('snapshot');
    await ending;
    let last = await next();
    if (last?.jobs[0]?.state !== 'finished') last = await next();
    expect(last?.jobs.map((job) => job.state)).toEqual(['finished']);
    await close();
  });

  test('ends when the process is about to', async () => {
    let ending = false;
    const { next, close } = await serve({ ending: () => ending });
    await next();
    ending = true;
    let event = await next();
    while (event) event = await next();
    expect(event).toBeNull();
    await close();
  });
});
