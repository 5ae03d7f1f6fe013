import { StringDecoder } from 'node:string_decoder';
import { refuse } from './result';

/** The text of a body that is read as it comes. @throws Refusal INVALID_INPUT (file: too-large) beyond `most` bytes */
export async function bodyText(bytes: AsyncIterable<Uint8Array>, most: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > most) refuse('INVALID_INPUT', { fields: { file: 'too-large' } });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The lines of a body as they come, none longer than `most` characters. */
export async function* bodyLines(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const part of bytes) {
    const lines = (rest + decoder.write(Buffer.from(part))).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > most) refuse('INVALID_INPUT', { fields: { file: 'line-too-long' } });
    if (lines.length) yield lines;
  }
  rest += decoder.end();
  if (rest) yield [rest];
}
