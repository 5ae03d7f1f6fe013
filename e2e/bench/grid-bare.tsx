// The plainest page that shows as many rows and columns: TanStack Virtual and React, nothing else.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { createRoot } from 'react-dom/client';

const ROWS = 100_000;
const HEIGHT = 36;
const WIDTHS = [296, 76, 86, 104, 140, 78, 100, 92, 76, 142];

function Bare() {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: ROWS,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 6,
  });
  return (
    <div ref={scroller} id="grid" style={{ height: 660, overflow: 'auto' }}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            style={{
              position: 'absolute',
              height: HEIGHT,
              display: 'flex',
              transform: `translateY(${start}px)`,
            }}
          >
            {WIDTHS.map((width, column) => (
              <div key={width} style={{ width }}>
                {column === 0 ? (index * 7919).toString(16).padStart(32, '0') : `${column} ${index % 97}`}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

createRoot(document.getElementById('root') as HTMLElement).render(<Bare />);
