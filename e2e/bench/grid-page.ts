import type { CDPSession, Page } from 'playwright';

/** Frames of some seconds of steady scrolling: their length in ms, one after another. */
export function scrollFrames(page: Page, grid: string, ms: number): Promise<number[]> {
  return page.evaluate(
    ([selector, duration]) =>
      new Promise<number[]>((resolve) => {
        const element = document.querySelector(selector as string) as HTMLElement;
        element.scrollTop = 0;
        const frames: number[] = [];
        let before = 0;
        let began = 0;
        const step = (now: number) => {
          began ||= now;
          if (before) frames.push(now - before);
          before = now;
          // Faster than a person with a wheel: most of the rows change with every frame or two.
          element.scrollTop += 240;
          if (now - began < (duration as number)) requestAnimationFrame(step);
          else resolve(frames.slice(10));
        };
        requestAnimationFrame(step);
      }),
    [grid, ms] as const,
  );
}

/** Milliseconds from a press until the frame in which `isDone` holds is on its way to the screen. */
export function timeOf(page: Page, press: string, isDone: string): Promise<number> {
  return page.evaluate(
    ([doIt, done]) =>
      new Promise<number>((resolve) => {
        const isIt = new Function(`return ${done}`) as () => boolean;
        const started = performance.now();
        new Function(doIt as string)();
        const look = () => {
          if (isIt()) requestAnimationFrame(() => resolve(performance.now() - started));
          else setTimeout(look, 0);
        };
        look();
      }),
    [press, isDone] as const,
  );
}

/** Bytes of the heap after collecting what is garbage, typed arrays included. */
export async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.enable');
  for (let i = 0; i < 3; i++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = (await cdp.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  return usedSize + backingStorageSize;
}

/** Pastes a text as a person would, and looks it up; resolves when every row is read. Milliseconds from the press. */
export async function lookUp(page: Page, url: string, text: string): Promise<number> {
  await page.goto(`${url}/users`);
  const box = page.getByLabel('cid 或别名');
  await box.waitFor();
  await box.evaluate((element, pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
  const button = page.getByRole('button', { name: /^查询 [\d,]+ 个$/ });
  await button.waitFor();
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const go = [...document.querySelectorAll('button')].find((one) =>
          /^查询 [\d,]+ 个$/.test(one.textContent ?? ''),
        );
        const started = performance.now();
        go?.click();
        let seen = false;
        const look = () => {
          const heads = [...document.querySelectorAll('[role="columnheader"][aria-colspan]')];
          const isReading = heads.some((head) => /%/.test(head.textContent ?? ''));
          seen ||= isReading;
          if (seen && !isReading) resolve(performance.now() - started);
          else setTimeout(look, 10);
        };
        look();
      }),
  );
}
