'use client';

import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { MAX_NAME, type PlanStep, problemsOf } from '@/lib/crowds/rules';
import type { DraftView } from '@/lib/crowds/schema';
import { StepFrame } from '../../imports/step-frame';
import { Button } from '../../ui/button';
import { Stepper } from '../../ui/stepper';
import { TextField } from '../../ui/text-field';
import type { CrowdDoors } from '../doors';
import { useRuleText } from '../words';
import { AudienceStep } from './audience-step';
import { ClonedNote } from './cloned-note';
import { CopiesStep, Counter } from './copies-step';
import { KeptNote } from './kept-note';
import { ReviewStep } from './review-step';
import { SubmittedStep } from './submitted-step';
import { type DraftInHand, useDraft } from './use-draft';

const STEPS = ['plan', 'copies', 'audience', 'review', 'submitted'] as const;
type Step = (typeof STEPS)[number];
const FILLED: readonly PlanStep[] = ['plan', 'copies', 'audience'];
const isFilled = (step: Step): step is PlanStep => (FILLED as readonly Step[]).includes(step);

type WizardProps = Readonly<{
  start: Pick<DraftView, 'id' | 'revision' | 'content' | 'clonedFrom'>;
  doors: CrowdDoors;
  onDraftId: (id: string) => void;
}>;

/** From a name to a submitted plan, in five steps; what is filled in stays, whichever way one goes. */
export function Wizard({ start, doors, onDraftId }: WizardProps) {
  const t = useTranslations('crowds.wizard');
  const draft = useDraft(start, doors);
  const [step, setStep] = useState<Step>('plan');
  const [tried, setTried] = useState<ReadonlySet<PlanStep>>(new Set());
  const [hasMoved, setMoved] = useState(false);
  const [planId, setPlanId] = useState<string | null>(null);
  const isKept = draft.state === 'kept' && draft.content !== start.content;
  const isNamed = useRef(false);
  useEffect(() => {
    // Once: said while the next page is on its way, it would call this one back.
    if (!isKept || isNamed.current) return;
    isNamed.current = true;
    onDraftId(start.id);
  }, [isKept, onDraftId, start.id]);
  const problems = problemsOf(draft.content);
  const at = STEPS.indexOf(step);
  const go = (next: Step) => {
    setMoved(true);
    setStep(next);
    void draft.flush();
  };
  function onward(): void {
    if (!isFilled(step)) return;
    setTried(new Set([...tried, step]));
    if (problems.every((one) => one.step !== step)) go(STEPS[at + 1] ?? step);
  }
  const own = problems.filter((one) => one.step === step);
  const isStrict = isFilled(step) && tried.has(step);
  const fields = { plan: draft.content, problems: own, isStrict, onChange: draft.change };
  return (
    <div className="flex flex-col gap-4">
      <Stepper
        label={t('steps')}
        steps={STEPS.map((id) => ({ id, label: t(`step.${id}`) }))}
        doneText={t('stepDone')}
        current={step}
        canGo={(to) => planId === null && STEPS.indexOf(to) < at}
        onGo={go}
      />
      <KeptNote draft={draft} />
      {draft.clonedFrom ? <ClonedNote planId={draft.clonedFrom} /> : null}
      {isFilled(step) ? (
        <StepFrame
          key={step}
          title={t(`step.${step}`)}
          takesFocus={hasMoved}
          footer={
            <>
              {at > 0 ? <Button onPress={() => go(STEPS[at - 1] ?? step)}>{t('back')}</Button> : null}
              <Button variant="primary" onPress={onward}>
                {t('next')}
              </Button>
              {isStrict && own.length > 0 ? (
                <span role="alert" className="text-sm text-danger">
                  {t('fix', { count: own.length })}
                </span>
              ) : null}
            </>
          }
        >
          {step === 'plan' ? <NameStep draft={draft} {...fields} /> : null}
          {step === 'copies' ? <CopiesStep {...fields} /> : null}
          {step === 'audience' ? <AudienceStep {...fields} /> : null}
        </StepFrame>
      ) : null}
      {step === 'review' ? (
        <ReviewStep
          draft={draft}
          doors={doors}
          onBack={() => go('audience')}
          onSubmitted={(id) => {
            setPlanId(id);
            setStep('submitted');
          }}
        />
      ) : null}
      {step === 'submitted' && planId ? <SubmittedStep planId={planId} /> : null}
    </div>
  );
}

type NameStepProps = Readonly<{
  draft: DraftInHand;
  problems: ReturnType<typeof problemsOf>;
  isStrict: boolean;
}>;

function NameStep({ draft, problems, isStrict }: NameStepProps) {
  const t = useTranslations('crowds.wizard');
  const say = useRuleText();
  const { name } = draft.content;
  const wrong = problems.find((one) => isStrict || one.rule !== 'empty');
  return (
    <>
      <TextField
        className="max-w-sm"
        label={t('name')}
        description={t('nameHint')}
        value={name}
        onChange={(next) => draft.change({ name: next })}
        error={wrong ? say(wrong, name) : undefined}
        trailing={<Counter text={name} most={MAX_NAME} />}
      />
      <p className="max-w-[70ch] text-sm text-muted">{t('planNote')}</p>
    </>
  );
}
