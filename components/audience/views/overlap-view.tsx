'use client';

import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { asTree, everyone, ruleTree } from '@/lib/audience/compose';
import { partsOf, says } from '@/lib/audience/funnel';
import { type Group, MAX_SETS, MIN_SETS } from '@/lib/audience/schema';
import { Callout } from '../../ui/callout';
import { Section } from '../../ui/section';
import { useNodeText } from '../use-node-text';
import { useOverlap } from '../use-overlap';
import { AsOf, CostGate } from './cost-gate';
import { CellsChart } from './overlap-cells';
import { OverlapPairs } from './overlap-pairs';
import { type OverlapSet, OverlapSets } from './overlap-sets';
import { ReachPanel } from './reach-panel';
import type { ViewProps } from './view-props';

/** How the conditions of an audience, tags and everybody overlap, and which further tag would add most. */
export function OverlapView({ tree, answer }: ViewProps) {
  const t = useTranslations('audienceViews.overlap');
  const offered = useOffered(tree);
  const [tags, setTags] = useState<readonly string[]>([]);
  const [picked, setPicked] = useState<readonly string[] | null>(null);
  const all: readonly OverlapSet[] = useMemo(
    () => [...offered, ...tags.map((tag) => ({ id: `tag:${tag}`, label: tag, tree: ruleTree('tag', tag) }))],
    [offered, tags],
  );
  const usual = useMemo(() => firstChoice(offered), [offered]);
  const sets = useMemo(
    () =>
      (picked ?? usual)
        .map((id) => all.find((set) => set.id === id))
        .filter((set) => set !== undefined)
        .slice(0, MAX_SETS),
    [all, picked, usual],
  );
  const chosen = sets.map(({ id }) => id);
  const asked = useOverlap(
    useMemo(
      () =>
        sets.length >= MIN_SETS ? sets.map(({ id, tree: of }) => ({ id: id.slice(0, 80), tree: of })) : null,
      [sets],
    ),
    0,
  );
  return (
    <div className="flex flex-col gap-4">
      <Section>
        <div className="flex flex-col gap-4">
          <OverlapSets
            offered={offered}
            tags={tags}
            chosen={chosen}
            onChoose={(id, isOn) => setPicked(isOn ? [...chosen, id] : chosen.filter((one) => one !== id))}
            onAddTags={(added) => {
              setTags([...tags, ...added]);
              setPicked([...chosen, ...added.map((tag) => `tag:${tag}`)].slice(0, MAX_SETS));
            }}
            onDropTag={(tag) => {
              setTags(tags.filter((one) => one !== tag));
              setPicked(chosen.filter((id) => id !== `tag:${tag}`));
            }}
          />
          {sets.length < MIN_SETS ? (
            <Callout>{t('tooFew', { least: MIN_SETS })}</Callout>
          ) : (
            <CostGate
              asked={asked}
              what={t('what', { sets: sets.length })}
              about={t('formula', { sets: sets.length, counts: 2 ** sets.length - 1 })}
            />
          )}
        </div>
      </Section>
      {asked.overlap ? (
        <>
          <AsOf {...asked.overlap} onAgain={asked.again} />
          {asked.overlap.drift > 0 ? (
            <Callout tone="warn">{t('moved', { drift: asked.overlap.drift })}</Callout>
          ) : null}
          <CellsChart key={chosen.join('|')} sets={sets} overlap={asked.overlap} />
          <OverlapPairs sets={sets} overlap={asked.overlap} />
        </>
      ) : null}
      <ReachPanel tree={tree} size={answer?.value ?? null} />
    </div>
  );
}

/** The audience, each of its conditions, and everybody, as sets. */
function useOffered(tree: Group): readonly OverlapSet[] {
  const t = useTranslations('audienceViews.overlap');
  const nodeText = useNodeText();
  const parts = partsOf(tree);
  const offered: OverlapSet[] = [];
  if (parts.length > 1) offered.push({ id: 'audience', label: t('audience'), tree });
  for (const part of parts)
    offered.push({ id: `part:${part.id}`, label: nodeText(part), tree: asTree(part) });
  offered.push({ id: 'everybody', label: t('everybody'), tree: everyone() });
  // Ids of nodes stay while a tree is edited, their contents do not; the trees made here have new ids each time.
  const key = JSON.stringify([tree, offered.map(({ label }) => label)]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says whether anything changed
  return useMemo(() => offered, [key]);
}

/** Its first three conditions; with one alone, or none, that is up to the person. */
const firstChoice = (offered: readonly OverlapSet[]): readonly string[] =>
  offered
    .filter(({ id, tree }) => id.startsWith('part:') && says(tree))
    .slice(0, 3)
    .map(({ id }) => id);
