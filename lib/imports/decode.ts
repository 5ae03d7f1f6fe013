import { isAscii, isUtf8 } from 'node:buffer';
import { refuseFile } from './fault';
import type { Encoding } from './schema';

/** Bytes at the end that begin a character of UTF-8 and do not end it: 0 to 3. */
export function cutTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < needs ? back : 0;
    }
  }
  return 0;
}

export type TextSource = {
  /** The text of some more bytes. @throws Refusal (file: encoding) for bytes that are none of this encoding */
  write(bytes: Uint8Array): string;
  /** What is left; a character that was cut is refused. */
  end(): string;
};

/** Decodes a stream strictly; a byte order mark is dropped. */
export function decoder(encoding: Encoding): TextSource {
  return encoding === 'utf-8' ? utf8() : other(encoding);
}

function utf8(): TextSource {
  let kept = new Uint8Array(0);
  let first = true;
  return {
    write(bytes) {
      let all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (kept.length) all = Buffer.concat([kept, all]);
      kept = new Uint8Array(0);
      if (isAscii(all)) {
        if (all.length) first = false;
        return all.toString('latin1');
      }
      const cut = cutTail(all);
      if (cut) kept = new Uint8Array(all.subarray(all.length - cut));
      const whole = cut ? all.subarray(0, all.length - cut) : all;
      if (!isUtf8(whole)) refuseFile('encoding', { encoding: 'utf-8' });
      const text = whole.toString('utf8');
      if (!first || text === '') return text;
      first = false;
      return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    },
    end() {
      if (kept.length) refuseFile('encoding', { encoding: 'utf-8' });
      return '';
    },
  };
}

function other(encoding: Exclude<Encoding, 'utf-8'>): TextSource {
  const inner = new TextDecoder(encoding, { fatal: true });
  let first = true;
  const decode = (bytes?: Uint8Array) => {
    try {
      const text = bytes ? inner.decode(bytes, { stream: true }) : inner.decode();
      if (!first || text === '') return text;
      first = false;
      return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    } catch {
      return refuseFile('encoding', { encoding });
    }
  };
  return { write: decode, end: () => decode() };
}
