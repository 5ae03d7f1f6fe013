import 'server-only';
import { systemClock } from '@/lib/core/clock';
import { single } from '@/lib/core/single';
import type { Database } from '@/lib/db/client';
import { describeError, log } from '@/lib/log';
import { isOver, type JobSummary, type JobsEvent } from './schema';
import { watchedJobs } from './view';
import type { KindOf } from './visible';

/** How often the database is asked, once for all who watch an app in this process. */
const POLL_MS = 1_000;
const BEAT_MS = 15_000;
/** Events that a slow reader may be behind. */
const MAX_WAITING = 200;

type Listener = { id: string | undefined; tell(event: JobsEvent): void; end(): void };
/** `last`: what was told of each change that is not over. */
type Feed = { listeners: Set<Listener>; last: Map<string, string> };
export type Source = {
  db: Database;
  kindOf: KindOf;
  /** The process is on its way out. */
  ending(): boolean;
};

const feeds = () => single('job-feeds', () => new Map<string, Feed>());

const wanted = ({ id }: Listener, list: readonly JobSummary[]) =>
  id === undefined ? [...list] : list.filter((job) => job.id === id);

/** Asks, tells each listener what has changed for it, and goes on while somebody listens. */
async function poll(source: Source, appId: string, feed: Feed): Promise<void> {
  while (feed.listeners.size > 0) {
    if (source.ending()) {
      for (const listener of feed.listeners) listener.end();
      break;
    }
    try {
      await look(source, appId, feed);
    } catch (error) {
      log.warn(describeError(error), 'the progress of changes could not be read');
    }
    await systemClock.sleep(POLL_MS);
  }
  if (feeds().get(appId) === feed) feeds().delete(appId);
}

async function look({ db, kindOf }: Source, appId: string, feed: Feed): Promise<void> {
  // What was under way a second ago is asked for by name, so that its end is told.
  const jobs = await watchedJobs(db, kindOf, appId, [...feed.last.keys()]);
  const changed: JobSummary[] = [];
  for (const job of jobs) {
    const text = JSON.stringify(job);
    if (feed.last.get(job.id) !== text) changed.push(job);
    if (isOver(job)) feed.last.delete(job.id);
    else feed.last.set(job.id, text);
  }
  for (const listener of feed.listeners) {
    const news = wanted(listener, changed);
    if (news.length) listener.tell({ type: 'change', jobs: news });
  }
}

/** Listens to an app's changes; the returned function stops it. The first of an app starts the asking. */
function listen(source: Source, appId: string, listener: Listener, known: readonly JobSummary[]): () => void {
  let feed = feeds().get(appId);
  const started = feed !== undefined && feed.listeners.size > 0;
  if (!feed || !started) {
    feed = { listeners: new Set(), last: new Map() };
    feeds().set(appId, feed);
  }
  const mine = feed;
  mine.listeners.add(listener);
  // What ends before the first look must still be told.
  for (const job of known) if (!isOver(job) && !mine.last.has(job.id)) mine.last.set(job.id, '');
  if (!started) void poll(source, appId, mine);
  return () => void mine.listeners.delete(listener);
}

/**
 * The changes of an app as server-sent events: `snapshot` with all that are not over (or the one asked for, over or
 * not), then `change` with those that are different, at most once a second. A comment every fifteen seconds keeps
 * proxies awake, and then the session is looked at again: `alive` false ends the stream. It also ends when the reader
 * leaves, and when the process is about to.
 */
export function jobEvents(
  source: Source,
  asked: { appId: string; id?: string | undefined },
  alive: () => Promise<boolean>,
  signal: AbortSignal,
): Response {
  const { appId, id } = asked;
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      let open = true;
      const write = (text: string) => {
        if (!open) return;
        // A reader that takes nothing any more is not kept in memory.
        if ((controller.desiredSize ?? 0) < -MAX_WAITING) return stop();
        controller.enqueue(encoder.encode(text));
      };
      const tell = ({ type, jobs }: JobsEvent) =>
        write(`event: ${type}\ndata: ${JSON.stringify({ type, jobs })}\n\n`);
      let leave = () => {};
      const beat = setInterval(async () => {
        write(': beat\n\n');
        if (!(await alive().catch(() => true))) stop();
      }, BEAT_MS);
      stop = () => {
        if (!open) return;
        open = false;
        clearInterval(beat);
        leave();
        try {
          controller.close();
        } catch {
          // The reader has closed it already.
        }
      };
      signal.addEventListener('abort', () => stop(), { once: true });
      if (signal.aborted || source.ending()) return stop();
      const jobs = await watchedJobs(source.db, source.kindOf, appId, id ? [id] : []);
      // A line at once, so that the page knows that it is connected.
      write('retry: 2000\n\n');
      const listener: Listener = { id, tell, end: () => stop() };
      tell({ type: 'snapshot', jobs: wanted(listener, jobs) });
      if (open) leave = listen(source, appId, listener, jobs);
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    },
  });
}
