'use client';

import { useTransition } from 'react';
import { useTranslations } from 'use-intl/react';
import { Select } from '../ui/select';
import { Spinner } from '../ui/spinner';
import { EnvironmentMark } from './environment';
import type { ShellApp } from './types';

export type AppSwitcherProps = Readonly<{
  apps: ReadonlyArray<ShellApp>;
  currentAppId: string;
  onSwitch: (id: string) => Promise<void>;
}>;

/** Which app everything on the page is about; environment by colour and word. */
export function AppSwitcher({ apps, currentAppId, onSwitch }: AppSwitcherProps) {
  const t = useTranslations();
  const [isSwitching, startSwitching] = useTransition();
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Select
        label={t('shell.switchApp')}
        hideLabel
        className="w-44 min-w-0 shrink sm:w-60"
        value={currentAppId}
        isDisabled={isSwitching}
        onChange={(id) => {
          if (id !== currentAppId) startSwitching(() => onSwitch(id));
        }}
        options={apps.map((app) => ({
          id: app.id,
          label: app.name,
          description: t(`common.environment.${app.environment}`),
          leading: <EnvironmentMark environment={app.environment} />,
        }))}
      />
      {isSwitching ? <Spinner label={t('shell.switchingApp')} /> : null}
    </div>
  );
}
