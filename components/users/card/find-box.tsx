'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Failure } from '@/lib/core/result';
import type { FoundUsers } from '@/lib/users/card-schema';
import { FailureCallout } from '../../data/failure-state';
import { failureOf, useAsk } from '../../data/reads';
import { Button } from '../../ui/button';
import { Callout } from '../../ui/callout';
import { TextLink } from '../../ui/link-button';
import { SearchField } from '../../ui/search-field';

/** From a cid or an alias to the card of a user. The server turns an alias into cids: it never stands in an address. */
export function FindBox() {
  const t = useTranslations('card.find');
  const common = useTranslations('common');
  const router = useRouter();
  const ask = useAsk();
  const [text, setText] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [found, setFound] = useState<FoundUsers | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function find(): Promise<void> {
    if (!text.trim() || isAsking) return;
    setAsking(true);
    setFailure(null);
    setFound(null);
    try {
      const answer = await ask('card.find', { text: text.trim() });
      const [only, ...others] = answer.cids;
      if (only && others.length === 0) router.push(`/users/${only}` as Route);
      else setFound(answer);
    } catch (error) {
      setFailure(failureOf(error));
    }
    setAsking(false);
  }
  const isUnreachable = failure?.code === 'INVALID_INPUT';
  return (
    <form
      className="mb-4 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <SearchField
          className="min-w-0 flex-[1_1_20rem] sm:max-w-xl"
          mono
          label={t('label')}
          placeholder={t('placeholder')}
          value={text}
          error={isUnreachable ? t('unreachable') : undefined}
          onChange={setText}
        />
        <Button type="submit" isDisabled={!text.trim()} isPending={isAsking}>
          {common('search')}
        </Button>
      </div>
      {failure && !isUnreachable ? <FailureCallout failure={failure} /> : null}
      {found ? <Choice found={found} /> : null}
    </form>
  );
}

function Choice({ found: { cids } }: Readonly<{ found: FoundUsers }>) {
  const t = useTranslations('card.find');
  if (cids.length === 0) {
    return (
      <Callout isAlert tone="warn" title={t('none')}>
        {t('noneBody')}
      </Callout>
    );
  }
  return (
    <Callout isAlert title={t('many', { count: cids.length })}>
      <ul className="mt-1 flex flex-wrap gap-x-6 gap-y-1 font-mono">
        {cids.map((cid) => (
          <li key={cid}>
            <TextLink className="break-all" href={`/users/${cid}` as Route}>
              {cid}
            </TextLink>
          </li>
        ))}
      </ul>
    </Callout>
  );
}
