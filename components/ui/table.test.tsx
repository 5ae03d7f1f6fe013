import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { Table, type TableColumn } from './table';
import { renderUi } from './test-render';

afterEach(cleanup);

type Row = { readonly id: string; readonly count: number };
const columns: TableColumn<Row>[] = [
  { key: 'id', header: '别名', cell: (row) => row.id, isRowHeader: true },
  { key: 'count', header: '设备数', cell: (row) => row.count, align: 'end' },
];
const table = (rows: Row[], isLoading = false) => (
  <Table
    caption="别名"
    columns={columns}
    rows={rows}
    rowKey={(row) => row.id}
    isLoading={isLoading}
    empty="空"
  />
);

describe('Table', () => {
  it('names itself, its columns and its rows', () => {
    renderUi(table([{ id: 'a', count: 3 }]));
    const found = screen.getByRole('table', { name: '别名' });
    expect(within(found).getAllByRole('columnheader')).toHaveLength(2);
    expect(within(found).getByRole('rowheader').textContent).toBe('a');
  });

  it('shows what to do when empty, but not while rows are on their way', () => {
    const { unmount } = renderUi(table([]));
    expect(screen.queryByRole('table')).toBeNull();
    expect(document.body.textContent).toBe('空');
    unmount();
    renderUi(table([], true));
    expect(screen.getByRole('table').getAttribute('aria-busy')).toBe('true');
    expect(document.body.textContent).not.toContain('空');
  });
});
