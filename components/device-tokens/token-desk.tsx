'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import { CHANNELS, type Channel, OPEN_CHANNEL, type Operation } from '@/lib/device-tokens/rules';
import type { ImportActions } from '../imports/spec';
import { NEW_IMPORT, WayDesk, type WayDeskProps } from '../imports/way-desk';
import { useDeviceTokenKind } from '../kinds/device-tokens';
import { Callout } from '../ui/callout';
import { RadioGroup } from '../ui/radio-group';
import { Section } from '../ui/section';
import { Select } from '../ui/select';
import { TokenForm } from './token-form';

const OPERATIONS = ['bind', 'unbind'] as const;
/** What was chosen, and the checked draft of a file, so that a reload finds them again. */
const PARAMETERS = {
  channel: parseAsStringLiteral(CHANNELS),
  op: parseAsStringLiteral(OPERATIONS),
  import: parseAsString,
};

/** Channel and operation, both chosen by the person, then the rows: a few by hand, or any number from a file. */
export function TokenDesk({ imports }: Readonly<{ imports: ImportActions }>) {
  const t = useTranslations('deviceTokens');
  const [{ channel, op, import: importing }, set] = useQueryStates(PARAMETERS);
  const choose = (part: { channel?: Channel; op?: Operation }) => {
    // A checked file belongs to the channel and operation that it was checked for.
    void set({ ...part, import: importing === null ? null : NEW_IMPORT });
  };
  return (
    <>
      <Section>
        <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
          <div className="flex flex-col gap-3">
            <Select
              className="max-w-sm"
              label={t('channel')}
              placeholder={t('chooseChannel')}
              value={channel}
              onChange={(next) => choose({ channel: next })}
              options={CHANNELS.map((id) => ({
                id,
                label: t(`channels.${id}`),
                description: t(id === OPEN_CHANNEL ? 'enabled.open' : 'enabled.ask'),
              }))}
            />
            {channel ? (
              <p className="max-w-[60ch] text-sm text-muted">
                {t(channel === OPEN_CHANNEL ? 'openNote' : 'askNote')}
              </p>
            ) : null}
          </div>
          <RadioGroup
            label={t('operations.label')}
            value={op}
            onChange={(next) => choose({ op: next })}
            options={[
              { id: 'bind', label: t('operations.bind'), description: t('operations.bindNote') },
              { id: 'unbind', label: t('operations.unbind'), description: t('operations.unbindNote') },
            ]}
          />
        </div>
      </Section>
      {channel && op ? (
        <Rows
          // Rows typed for one channel or operation are not silently taken for another.
          key={`${channel} ${op}`}
          channel={channel}
          operation={op}
          imports={imports}
          importing={importing}
          onImporting={(next) => void set({ import: next })}
        />
      ) : (
        <Callout>{t('chooseFirst')}</Callout>
      )}
    </>
  );
}

type RowsProps = Pick<WayDeskProps, 'imports' | 'importing' | 'onImporting'> &
  Readonly<{ channel: Channel; operation: Operation }>;

function Rows({ channel, operation, ...way }: RowsProps) {
  const kind = useDeviceTokenKind(`device-token.${operation}`, { channel });
  return (
    <WayDesk
      {...way}
      kind={kind}
      form={(onImport) => (
        <TokenForm kind={kind} channel={channel} operation={operation} onImport={onImport} />
      )}
    />
  );
}
