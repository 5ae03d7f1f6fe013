/** What stands around every chart. */
export const charts = {
  asTable: '{title}：用表格看',
  asChart: '{title}：用图看',
  download: '下载{title}',
  png: 'PNG 图片',
  svg: 'SVG 矢量图',
  csv: 'CSV 数据',
  pngFailed: '浏览器没能生成图片，请改用 SVG',
} as const;
