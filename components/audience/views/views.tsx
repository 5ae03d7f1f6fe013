import type { ComponentType } from 'react';
import { CodeView } from './code-view';
import { CompareView } from './compare-view';
import { FunnelView } from './funnel-view';
import { OverlapView } from './overlap-view';
import { RegionsView } from './regions-view';
import { TrendView } from './trend-view';
import type { ViewProps } from './view-props';

/** The views of an audience, in the order of their tabs. */
export const VIEWS = [
  { id: 'funnel', View: FunnelView },
  { id: 'overlap', View: OverlapView },
  { id: 'regions', View: RegionsView },
  { id: 'trend', View: TrendView },
  { id: 'compare', View: CompareView },
  { id: 'code', View: CodeView },
] as const satisfies readonly { id: string; View: ComponentType<ViewProps> }[];
export type ViewId = (typeof VIEWS)[number]['id'];
