import type { Translated } from '../../translated';
import type { charts as source } from '../zh-CN/charts';

export const charts: Translated<typeof source> = {
  asTable: '{title}: as a table',
  asChart: '{title}: as a chart',
  download: 'Download {title}',
  png: 'PNG picture',
  svg: 'SVG drawing',
  csv: 'CSV figures',
  pngFailed: 'The browser could not make the picture; use SVG instead',
};
