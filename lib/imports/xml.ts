import 'server-only';
import { SaxesParser } from 'saxes';
import { Refusal } from '@/lib/core/result';
import { refuseFile } from './fault';

export type Attributes = Readonly<Record<string, string>>;
export type XmlEvents = {
  /** Names come without their prefix. */
  open(name: string, attributes: Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
};

const local = (name: string) => name.slice(name.indexOf(':') + 1);

/**
 * Reads XML from a stream, piece by piece; yields after each piece so that what the events gathered can be handed on.
 * No entities but the five of XML exist. @throws Refusal (file: xlsx-damaged)
 */
export async function* parseXml(
  bytes: AsyncIterable<Uint8Array>,
  part: string,
  events: XmlEvents,
): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false });
  parser.on('opentag', (tag) => events.open(local(tag.name), tag.attributes as Attributes));
  parser.on('closetag', (tag) => events.close?.(local(tag.name)));
  if (events.text) parser.on('text', (text) => events.text?.(text));
  if (events.text) parser.on('cdata', (text) => events.text?.(text));
  parser.on('error', (error) => {
    throw error;
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of bytes) {
      parser.write(decoder.decode(piece, { stream: true }));
      yield;
    }
    parser.write(decoder.decode());
    parser.close();
    yield;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    refuseFile('xlsx-damaged', { part });
  }
}

/** The same for small parts that are read as a whole. */
export async function readXml(
  bytes: AsyncIterable<Uint8Array>,
  part: string,
  events: XmlEvents,
): Promise<void> {
  for await (const _ of parseXml(bytes, part, events));
}
