'use client';

import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { Stepper } from '../ui/stepper';
import { CheckStep } from './check-step';
import { ColumnsStep } from './columns-step';
import { ConfirmStep } from './confirm-step';
import { FileStep } from './file-step';
import { Ordered } from './ordered';
import { PlanStep } from './plan-step';
import { type ImportPlace, STEPS, type Step, useImport } from './use-import';
import { useOrder } from './use-order';

export type ImportWizardProps = ImportPlace &
  Readonly<{
    /** Text that was pasted elsewhere on the desk and is to be imported from here; read once. */
    pasted?: string | null;
  }>;

/** From a file or a paste of any size to an ordered change, in five steps; the same for every kind of change. */
export function ImportWizard({ pasted, ...place }: ImportWizardProps) {
  const t = useTranslations('imports');
  const flow = useImport(place);
  const order = useOrder(place.actions);
  const taken = useRef<string>(null);
  useEffect(() => {
    if (!pasted || taken.current === pasted) return;
    taken.current = pasted;
    flow.choose({ blob: new Blob([pasted]), name: t('file.pastedName'), isPasted: true });
  });
  if (order.orderedId) return <Ordered jobId={order.orderedId} onAnother={() => again(flow, order)} />;
  return (
    <div className="flex flex-col gap-4">
      <Stepper
        label={t('steps')}
        steps={STEPS.map((id) => ({ id, label: t(`step.${id}`) }))}
        doneText={t('stepDone')}
        current={flow.step}
        canGo={(step) => canGo(flow, step)}
        onGo={flow.go}
      />
      {flow.step === 'file' ? <FileStep flow={flow} /> : null}
      {flow.step === 'columns' ? <ColumnsStep flow={flow} /> : null}
      {flow.step === 'check' ? <CheckStep flow={flow} /> : null}
      {flow.step === 'plan' ? <PlanStep flow={flow} order={order} /> : null}
      {flow.step === 'confirm' ? <ConfirmStep flow={flow} order={order} /> : null}
    </div>
  );
}

function again(flow: ReturnType<typeof useImport>, order: ReturnType<typeof useOrder>): void {
  order.reset();
  flow.restart();
}

/** A draft that a reload has found again has no file behind it any more. */
const canGo = ({ source, uploading }: ReturnType<typeof useImport>, step: Step) =>
  !uploading && (source !== null || (step !== 'file' && step !== 'columns'));
