import type { AskEvent, AskInput, OverlapAsk, OverlapEvent } from '@/lib/audience/schema';
import { linesOf, post } from '../data/json-lines';

/** Counts audiences; whoever stops listening ends the calls. @throws ApiError, or what the connection broke with */
export async function* askAudience(
  app: string,
  input: AskInput,
  signal: AbortSignal,
): AsyncGenerator<AskEvent> {
  yield* linesOf<AskEvent>(await post('/api/audience/count', { app }, JSON.stringify(input), signal));
}

/** Counts how audiences overlap. @throws ApiError, or what the connection broke with */
export async function* askOverlap(
  app: string,
  input: OverlapAsk,
  signal: AbortSignal,
): AsyncGenerator<OverlapEvent> {
  yield* linesOf<OverlapEvent>(await post('/api/audience/overlap', { app }, JSON.stringify(input), signal));
}
