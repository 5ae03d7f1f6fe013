'use client';

import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useFormatter, useTimeZone, useTranslations } from 'use-intl/react';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import { isTyped, TypedWord } from '../ui/typed-word';
import { StepFrame } from './step-frame';
import { TroubleCallout } from './trouble-callout';
import type { Import } from './use-import';
import type { Order } from './use-order';

type ConfirmStepProps = Readonly<{ flow: Import; order: Order }>;

/** Step 5: what will happen, in one sentence; ordered once, however often it is pressed. */
export function ConfirmStep({ flow, order }: ConfirmStepProps) {
  const t = useTranslations('imports');
  const common = useTranslations('common');
  const [typed, setTyped] = useState('');
  const { draft, kind } = flow;
  if (!draft) return null;
  const word = draft.confirmWord;
  const isBlocked = !isTyped(word, typed);
  const go = () => {
    if (!isBlocked) void order.order(draft, word === null ? undefined : typed.trim());
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <StepFrame
        title={t('step.confirm')}
        takesFocus={flow.hasMoved}
        footer={
          <>
            <Button type="submit" variant="primary" isDisabled={isBlocked} isPending={order.isOrdering}>
              {kind.deed(draft.found.valid, draft)}
            </Button>
            <Button isDisabled={order.isOrdering} onPress={() => flow.go('plan')}>
              {common('previous')}
            </Button>
          </>
        }
      >
        {order.trouble ? <TroubleCallout trouble={order.trouble} during="order" /> : null}
        <p className="max-w-[70ch] text-lg">{kind.consequence(draft)}</p>
        <Facts flow={flow} order={order} />
        {word === null ? null : (
          <TypedWord
            className="max-w-sm"
            word={word}
            value={typed}
            onChange={setTyped}
            isDisabled={order.isOrdering}
          />
        )}
      </StepFrame>
    </Form>
  );
}

function Facts({ flow, order }: ConfirmStepProps) {
  const t = useTranslations('imports.confirm');
  const format = useFormatter();
  const zone = useTimeZone() ?? 'UTC';
  const { draft } = flow;
  if (!draft) return null;
  const { found, rows, plan } = draft;
  const { when } = order;
  const start =
    when.at === 'later' && when.startAt !== null
      ? t('startsAt', { time: format.dateTime(new Date(when.startAt), 'minute'), zone })
      : t('startsNow');
  return (
    <>
      <ul className="flex list-disc flex-col gap-1 ps-5">
        <li>{start}</li>
        <li>{t('calls', { calls: plan.calls })}</li>
        {plan.reads > 0 ? <li>{t('reads', { reads: plan.reads })}</li> : null}
        {rows > found.valid ? <li>{t('rest', { rest: rows - found.valid })}</li> : null}
        {found.again > 0 ? <li>{t('again', { count: found.again })}</li> : null}
        {order.priority === 0 ? null : <li>{t(order.priority > 0 ? 'first' : 'last')}</li>}
      </ul>
      <Callout>{t('close')}</Callout>
    </>
  );
}
