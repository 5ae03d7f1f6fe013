import { CopyPlus, Ellipsis, History, Link2, PenLine, TimerReset, Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { IconButton } from '../../ui/icon-button';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu';
import { showToast } from '../../ui/toast';
import { useCopy } from '../../ui/use-copy';

/** What the bar can open. */
export type Window = 'new' | 'copy' | 'edit' | 'clone' | 'versions' | 'schedule' | 'bin';

const ITEMS = [
  ['edit', PenLine],
  ['clone', CopyPlus],
  ['versions', History],
  ['schedule', TimerReset],
] as const;

/** What is done with a saved audience now and then. */
export function MoreMenu({ onChoose }: Readonly<{ onChoose: (window: Window) => void }>) {
  const t = useTranslations('audienceSaved.bar');
  const { copy } = useCopy();
  async function link() {
    const outcome = await copy(location.origin + location.pathname);
    showToast(
      outcome === 'copied'
        ? { tone: 'success', title: t('linkCopied') }
        : { tone: 'error', title: t('linkFailed') },
    );
  }
  return (
    <Menu label={t('more')} trigger={<IconButton icon={Ellipsis} label={t('more')} variant="quiet" />}>
      {ITEMS.map(([id, icon]) => (
        <MenuItem key={id} id={id} icon={icon} label={t(id)} onAction={() => onChoose(id)} />
      ))}
      <MenuItem id="link" icon={Link2} label={t('link')} onAction={() => void link()} />
      <MenuSeparator />
      <MenuItem id="bin" icon={Trash2} tone="danger" label={t('bin')} onAction={() => onChoose('bin')} />
    </Menu>
  );
}
