import Papa from 'papaparse';
import { type Copy, MAX_COPIES } from './rules';

const TOPIC_HEADS = new Set(['topic', 'title', '标题', '文案标题', '推送标题']);
const CONTENT_HEADS = new Set(['content', 'text', 'body', '内容', '文案内容', '文案', '推送内容']);
const plain = (head: string) => head.replace(/[\s_-]/g, '').toLowerCase();

export type ReadSheet = {
  /** In the order of the sheet; texts keep what breaks a rule, so that it can be seen and mended. */
  readonly copies: readonly Copy[];
  /** Lines, from 1, that hold one cell only: their text was taken as the title. */
  readonly oneCell: readonly number[];
  /** Lines, from 1, that hold more than two filled cells: what comes after the second was left out. */
  readonly moreCells: readonly number[];
  /** Copies beyond the ten that a plan may have. */
  readonly leftOut: number;
};

/**
 * Copies from cells that were pasted from a sheet, or from CSV: title, then content, or whatever order the first line
 * names (标题/内容, topic/content). Blank around cells goes, blank lines are passed over.
 */
export function readSheet(text: string, room = MAX_COPIES): ReadSheet {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { delimiter: delimiterOf(text) });
  const rows = data.map((cells, i) => ({ line: i + 1, cells: cells.map((cell) => cell.trim()) }));
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const heads = (filled[0]?.cells ?? []).map(plain);
  const topic = heads.findIndex((head) => TOPIC_HEADS.has(head));
  const content = heads.findIndex((head) => CONTENT_HEADS.has(head));
  const hasHeads = topic >= 0 && content >= 0;
  const [topicAt, contentAt] = hasHeads ? [topic, content] : [0, 1];
  const body = hasHeads ? filled.slice(1) : filled;
  const copies = body.map(({ cells }) => ({ topic: cells[topicAt] ?? '', content: cells[contentAt] ?? '' }));
  const count = (cells: readonly string[]) => cells.filter((cell) => cell !== '').length;
  return {
    copies: copies.slice(0, room),
    oneCell: body.flatMap(({ line, cells }) => (count(cells) === 1 ? [line] : [])),
    moreCells: hasHeads ? [] : body.flatMap(({ line, cells }) => (count(cells) > 2 ? [line] : [])),
    leftOut: Math.max(0, copies.length - room),
  };
}

/** Cells copied from a sheet are parted by tabs; a Chinese comma is part of a text and parts nothing. */
const delimiterOf = (text: string): string => (text.includes('\t') ? '\t' : ',');
