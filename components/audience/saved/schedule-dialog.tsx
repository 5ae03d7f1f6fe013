import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import {
  AlertsInput,
  type AudienceSchedule,
  type SavedAudience,
  SCHEDULES,
} from '@/lib/audience/saved-schema';
import { fieldErrors } from '@/lib/core/field-errors';
import type { Failure } from '@/lib/core/result';
import { FailureCallout } from '../../data/failure-state';
import { useDeed } from '../../data/use-deed';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { NumberField } from '../../ui/number-field';
import { SegmentedControl } from '../../ui/segmented-control';
import { Switch } from '../../ui/switch';
import { Time } from '../../ui/time';
import { showToast } from '../../ui/toast';
import type { AudienceDoors } from './doors';

type ScheduleDialogProps = Readonly<{
  saved: SavedAudience;
  doors: AudienceDoors;
  /** Calls of one snapshot, when known. */
  calls: number | null;
  onClose: () => void;
  onDone: (saved: SavedAudience) => void;
}>;

const A_DAY: Readonly<Record<AudienceSchedule, number>> = { off: 0, hourly: 24, daily: 1 };
const FIRST_CHANGE = 20;

/** When an audience is counted by itself, and what raises an alert. */
export function ScheduleDialog({ saved, doors, calls, onClose, onDone }: ScheduleDialogProps) {
  const t = useTranslations('audienceSaved.schedule');
  const common = useTranslations('common');
  const { run, failure, setFailure, isPending } = useDeed(doors.schedule, 'audiences.', 'shell.');
  const [schedule, setSchedule] = useState(saved.schedule);
  const [alerts, setAlerts] = useState(saved.alerts);
  async function go() {
    const parsed = AlertsInput.safeParse(alerts);
    if (!parsed.success) return setFailure({ code: 'INVALID_INPUT', fields: fieldErrors(parsed.error) });
    const next = await run({ id: saved.id, schedule, alerts: parsed.data });
    if (!next) return;
    showToast({ tone: 'success', title: t('saved', { name: next.name }) });
    onDone(next);
  }
  return (
    <Dialog
      isOpen
      title={t('of', { name: saved.name })}
      isLocked={isPending}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button isDisabled={isPending} onPress={onClose}>
            {common('cancel')}
          </Button>
          <Button variant="primary" isPending={isPending} onPress={() => void go()}>
            {t('save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {failure && !failure.fields ? <FailureCallout failure={failure} /> : null}
        <div className="flex flex-col gap-2">
          <h3 className="font-medium">{t('when')}</h3>
          <SegmentedControl
            label={t('when')}
            className="self-start"
            value={schedule}
            onChange={setSchedule}
            segments={SCHEDULES.map((id) => ({ id, label: t(id) }))}
          />
          <p className="text-sm text-muted">
            {t(`whenBody.${schedule}`)}
            {calls !== null && schedule !== 'off' ? (
              <span className="ms-1">{t('cost', { calls, day: calls * A_DAY[schedule] })}</span>
            ) : null}
            {schedule === saved.schedule && saved.nextSnapshotAt ? (
              <span className="ms-1">
                {t.rich('next', { time: () => <Time value={saved.nextSnapshotAt ?? 0} show="minute" /> })}
              </span>
            ) : null}
          </p>
        </div>
        <div className="flex flex-col gap-2">
          <h3 className="font-medium">{t('alerts')}</h3>
          <p className="text-sm text-muted">{t('alertsBody')}</p>
          <Alerts value={alerts} onChange={setAlerts} failure={failure} />
        </div>
      </div>
    </Dialog>
  );
}

type AlertsProps = Readonly<{
  value: SavedAudience['alerts'];
  onChange: (alerts: SavedAudience['alerts']) => void;
  failure: Failure | null;
}>;

const RULES = ['change-out-of-range', 'floor-negative', 'floor-not-whole'] as const;

function Alerts({ value, onChange, failure }: AlertsProps) {
  const t = useTranslations('audienceSaved.schedule');
  const error = (field: string) => {
    const rule = RULES.find((one) => one === failure?.fields?.[field]);
    return rule ? t(`rules.${rule}`) : undefined;
  };
  const { changePct, floor, zero } = value;
  return (
    <>
      <Line
        label={t('change')}
        isOn={changePct !== null}
        onSwitch={(isOn) => onChange({ ...value, changePct: isOn ? FIRST_CHANGE : null })}
      >
        <NumberField
          hideLabel
          label={t('percent')}
          className="w-28"
          formatOptions={{ style: 'unit', unit: 'percent' }}
          value={changePct ?? FIRST_CHANGE}
          onChange={(next) => onChange({ ...value, changePct: next })}
          error={error('changePct')}
        />
      </Line>
      <Line
        label={t('floor')}
        isOn={floor !== null}
        onSwitch={(isOn) => onChange({ ...value, floor: isOn ? 1 : null })}
      >
        <NumberField
          hideLabel
          label={t('people')}
          className="w-36"
          value={floor ?? 1}
          onChange={(next) => onChange({ ...value, floor: next })}
          error={error('floor')}
        />
      </Line>
      <Switch className="min-h-9" isSelected={zero} onChange={(isOn) => onChange({ ...value, zero: isOn })}>
        {t('zero')}
      </Switch>
    </>
  );
}

type LineProps = Readonly<{
  label: string;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
  children: ReactNode;
}>;

function Line({ label, isOn, onSwitch, children }: LineProps) {
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
      <Switch isSelected={isOn} onChange={onSwitch}>
        {label}
      </Switch>
      {isOn ? children : null}
    </div>
  );
}
