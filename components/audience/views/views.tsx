import type { ComponentType } from 'react';
import { CodeView } from './code-view';
import { FunnelView } from './funnel-view';
import { TrendView } from './trend-view';
import type { ViewProps } from './view-props';

/** The views of an audience, in the order of their tabs. */
export const VIEWS = [
  { id: 'funnel', View: FunnelView },
  { id: 'trend', View: TrendView },
  { id: 'code', View: CodeView },
] as const satisfies readonly { id: string; View: ComponentType<ViewProps> }[];
export type ViewId = (typeof VIEWS)[number]['id'];
