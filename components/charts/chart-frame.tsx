'use client';

import { ChartBar, Download, Sheet as SheetIcon } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Cell } from '@/lib/core/csv-lines';
import { IconButton } from '../ui/icon-button';
import { Menu, MenuItem } from '../ui/menu';
import { showToast } from '../ui/toast';
import { saveCsv, savePng, saveSvg } from './save';

export type ChartTable = Readonly<{
  head: readonly string[];
  /** Texts as people read them. */
  rows: readonly (readonly ReactNode[])[];
  /** The same for a file. */
  cells: readonly (readonly Cell[])[];
}>;

export type ChartFrameProps = Readonly<{
  title: string;
  /** Of what, as of when: "6,210 of 8,000 read so far". */
  note?: ReactNode;
  table: ChartTable;
  /** Name of a downloaded file, without its ending. */
  fileName: string;
  /** Something beside the title, such as a choice. */
  control?: ReactNode;
  /** In place of the drawing and the table, when there is nothing to draw. */
  instead?: ReactNode;
  children: ReactNode;
}>;

/** A chart with its title, the same figures as a table, and both as files. */
export function ChartFrame({ title, note, table, fileName, control, instead, children }: ChartFrameProps) {
  const t = useTranslations('charts');
  const id = useId();
  const drawing = useRef<HTMLDivElement>(null);
  const [asTable, setAsTable] = useState(false);
  function save(what: string): void {
    const svg = drawing.current?.querySelector('svg');
    if (what === 'csv') saveCsv([table.head, ...table.cells], fileName);
    else if (svg && what === 'svg') saveSvg(svg, fileName);
    else if (svg) savePng(svg, fileName).catch(() => showToast({ tone: 'error', title: t('pngFailed') }));
  }
  return (
    <figure aria-labelledby={id} className="flex min-w-0 flex-col gap-1.5">
      <figcaption className="flex min-h-7 flex-wrap items-center gap-1">
        <span className="min-w-40 flex-1">
          <span id={id} className="font-medium">
            {title}
          </span>
          {note ? <span className="ms-2 text-sm text-muted tabular-nums">{note}</span> : null}
        </span>
        {control}
        {instead ? null : (
          <>
            <IconButton
              size="sm"
              icon={asTable ? ChartBar : SheetIcon}
              label={t(asTable ? 'asChart' : 'asTable', { title })}
              onPress={() => setAsTable(!asTable)}
            />
            <Menu
              label={t('download', { title })}
              trigger={<IconButton size="sm" icon={Download} label={t('download', { title })} />}
            >
              {(asTable ? (['csv'] as const) : (['png', 'svg', 'csv'] as const)).map((format) => (
                <MenuItem key={format} id={format} label={t(format)} onAction={() => save(format)} />
              ))}
            </Menu>
          </>
        )}
      </figcaption>
      {instead ??
        (asTable ? <FigureTable title={title} table={table} /> : <div ref={drawing}>{children}</div>)}
    </figure>
  );
}

function FigureTable({ title, table }: Readonly<{ title: string; table: ChartTable }>) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{title}</caption>
      <thead>
        <tr className="text-muted">
          {table.head.map((head, i) => (
            <th
              key={head}
              scope="col"
              className={i ? 'py-0.5 ps-3 text-end font-normal' : 'py-0.5 text-start font-normal'}
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, r) => (
          <tr key={String(table.cells[r]?.[0])} className="border-t border-line">
            {row.map((cell, i) =>
              i ? (
                <td key={table.head[i]} className="py-0.5 ps-3 text-end">
                  {cell}
                </td>
              ) : (
                <th
                  key={table.head[i]}
                  scope="row"
                  className="max-w-40 truncate py-0.5 text-start font-normal"
                >
                  {cell}
                </th>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
