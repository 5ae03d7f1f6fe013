import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderUi } from '../ui/test-render';
import { OnlyBothBar } from './only-both-bar';
import { type Tile, TileMap } from './tile-map';
import { UpsetChart } from './upset-chart';
import { VennChart } from './venn-chart';

afterEach(cleanup);

const sets = ['甲', '乙', '丙', '丁'].map((label, i) => ({ id: label, label, value: 100 - i * 10 }));

describe('drawings of sets', () => {
  it('say in one sentence what they show', () => {
    renderUi(
      <>
        <VennChart
          summary="圆"
          sets={sets.slice(0, 2)}
          cells={
            new Map([
              [1, 60],
              [2, 50],
              [3, 40],
            ])
          }
          errorText={String}
        />
        <UpsetChart
          summary="柱"
          scrollLabel="滚动"
          sets={sets}
          bars={[{ mask: 5, value: 12_345, isNear: true }]}
        />
        <OnlyBothBar
          summary="条"
          onlyA={{ label: '只有甲', value: 3 }}
          both={{ label: '都有', value: 1 }}
          onlyB={{ label: '只有乙', value: 0 }}
        />
      </>,
    );
    for (const name of ['圆', '柱', '条']) expect(screen.getByRole('img', { name })).toBeTruthy();
    expect(screen.getByText('≈1.2万')).toBeTruthy();
    expect(screen.getByText('75%')).toBeTruthy();
    expect(within(screen.getByRole('img', { name: '柱' })).getByText('甲 + 丙: 12,345')).toBeTruthy();
  });

  it('tell of circles that cannot be exact, and only then', () => {
    renderUi(
      <VennChart
        summary="三"
        sets={sets.slice(0, 3)}
        cells={
          new Map([
            [1, 10],
            [2, 10],
            [3, 100],
            [4, 10],
            [5, 100],
            [6, 100],
            [7, 0],
          ])
        }
        errorText={(error) => `差 ${error > 0.05}`}
      />,
    );
    expect(screen.getByText('差 true')).toBeTruthy();
  });

  it('hand on the column that is pressed', async () => {
    const onPick = vi.fn();
    renderUi(
      <UpsetChart
        summary="柱"
        scrollLabel="滚动"
        sets={sets}
        bars={[{ mask: 6, value: 7 }]}
        onPick={onPick}
      />,
    );
    await userEvent.click(screen.getByText('7'));
    expect(onPick).toHaveBeenCalledWith(6);
  });
});

describe('the map', () => {
  const tile = (code: string, name: string, value: number | null): Tile => ({
    code,
    name,
    label: name,
    value,
    short: String(value),
    about: `${value} 人`,
  });
  const tiles = [tile('44000000', '广东', 90), tile('43000000', '湖南', 10), tile('', '未知', 5)];

  it('is walked by arrow keys and picked by Enter; the unknown rest is not', async () => {
    const onPick = vi.fn();
    const user = userEvent.setup();
    renderUi(
      <TileMap
        summary="地图"
        tiles={tiles}
        limits={[5, 20, 40, 80]}
        legend={['', '', '', '', '']}
        onPick={onPick}
      />,
    );
    await user.tab();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('广东 90 人');
    await user.keyboard('{ArrowUp}');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('湖南 10 人');
    await user.keyboard('{Enter}');
    expect(onPick).toHaveBeenCalledWith('43000000');
    await user.keyboard('{ArrowLeft}{Enter}');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('未知 5 人');
    expect(onPick).toHaveBeenCalledTimes(1);
  });

  it('colours by steps', () => {
    renderUi(<TileMap summary="地图" tiles={tiles} limits={[5, 20, 40, 80]} legend={['', '', '', '', '']} />);
    const opacity = (name: string) =>
      screen.getByRole('button', { name }).querySelector('rect[fill-opacity]')?.getAttribute('fill-opacity');
    expect([opacity('广东 90 人'), opacity('湖南 10 人')]).toEqual(['1', '0.18']);
  });
});
