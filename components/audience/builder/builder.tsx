'use client';

import { Redo2, Undo2 } from 'lucide-react';
import { type Dispatch, type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import type { Node } from '@/lib/audience/schema';
import { sentenceOf } from '@/lib/audience/sentence';
import type { Action, TreeState } from '@/lib/audience/tree';
import { IconButton } from '../../ui/icon-button';
import { Section } from '../../ui/section';
import { BuilderProvider } from './context';
import { GroupBox } from './group-box';

type BuilderProps = Readonly<{
  state: TreeState;
  dispatch: Dispatch<Action>;
  /** What stands beside a part: how many users it reaches by itself. */
  renderAside?: (node: Node) => ReactNode;
}>;

const nothing = () => null;
/** A field with text in it undoes its own typing. */
const isWriting = (target: EventTarget) =>
  target instanceof HTMLInputElement && /^(text|search)$/.test(target.type) && target.value !== '';

/** Conditions as nested groups of rules, and the sentence they make. */
export function Builder({ state, dispatch, renderAside = nothing }: BuilderProps) {
  const t = useTranslations('audience.builder');
  const locale = useLocale();
  const root = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  const last = useRef<string | null>(null);
  useEffect(() => {
    const partOf = (id: string | null) =>
      id && root.current?.querySelector<HTMLElement>(`[data-part="${CSS.escape(id)}"]`);
    const part = partOf(wanted.current);
    // A part that was undone takes the focus with it; the keys must go on working.
    const isLost = last.current !== null && document.activeElement === document.body;
    const lost = isLost ? partOf(last.current) || partOf(state.tree.id) : null;
    const target = part || lost;
    wanted.current = null;
    last.current = null;
    if (target) (target.querySelector<HTMLElement>('[data-first]') ?? target).focus();
  });
  const context = useMemo(
    () => ({
      state,
      dispatch,
      renderAside,
      focus: (id: string) => {
        wanted.current = id;
      },
    }),
    [state, dispatch, renderAside],
  );
  function key(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || isWriting(event.target))
      return;
    event.preventDefault();
    last.current =
      (event.target as HTMLElement).closest<HTMLElement>('[data-part]')?.dataset.part ?? state.tree.id;
    dispatch({ type: event.shiftKey ? 'redo' : 'undo' });
  }
  return (
    <Section
      title={t('title')}
      actions={
        <>
          <IconButton
            size="sm"
            icon={Undo2}
            label={t('undo')}
            isDisabled={state.past.length === 0}
            onPress={() => dispatch({ type: 'undo' })}
          />
          <IconButton
            size="sm"
            icon={Redo2}
            label={t('redo')}
            isDisabled={state.future.length === 0}
            onPress={() => dispatch({ type: 'redo' })}
          />
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys for everything inside; buttons do the same */}
      <div ref={root} onKeyDown={key} className="flex flex-col gap-3">
        <BuilderProvider value={context}>
          <GroupBox group={state.tree} name="1" />
        </BuilderProvider>
        <p className="border-t border-line pt-3 text-sm" aria-live="polite">
          <span className="text-muted">{t('means')}</span> {sentenceOf(state.tree, locale)}
        </p>
      </div>
    </Section>
  );
}
