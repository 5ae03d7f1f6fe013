import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderUi } from '../ui/test-render';
import { TrendChart, type TrendPoint } from './trend-chart';

afterEach(cleanup);

const HOUR = 3_600_000;
const point = (nth: number, value: number | null): TrendPoint => ({
  ...{ id: `p${nth}`, at: nth * HOUR, value, low: value ?? 0, high: value ?? 0 },
  label: `第 ${nth} 点`,
});

it('draws known points alone, names what happened, and a slider reads the points out', () => {
  renderUi(
    <TrendChart
      summary="走势"
      walkLabel="图中的点"
      points={[point(1, 3), point(2, null), point(3, 4)]}
      marks={[{ id: 'job', at: 2.5 * HOUR, label: '增减标签 甲 · 1' }]}
    />,
  );
  const drawing = screen.getByRole('img', { name: '走势' });
  expect(drawing.querySelectorAll('circle')).toHaveLength(2);
  // The line has a gap where nobody knows: it begins twice.
  expect(drawing.querySelector('path.stroke-accent')?.getAttribute('d')?.match(/M/g)).toHaveLength(2);
  const mark = within(drawing).getByText('增减标签 甲 · 1');
  const at = (element: Element | null | undefined, name: string) => Number(element?.getAttribute(name));
  const [first, last] = [...drawing.querySelectorAll('circle')].map((circle) => at(circle, 'cx'));
  expect(at(mark.previousElementSibling, 'x1')).toBeCloseTo(((first ?? 0) + 3 * (last ?? 0)) / 4);

  expect(screen.getByText('第 3 点')).toBeTruthy();
  fireEvent.change(screen.getByRole('slider', { name: '图中的点' }), { target: { value: '0' } });
  expect(screen.getByText('第 1 点')).toBeTruthy();
  expect(at(drawing.querySelector('circle'), 'r')).toBe(4);
});
