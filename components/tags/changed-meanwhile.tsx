import { useTranslations } from 'use-intl/react';
import { compareTags } from '@/lib/tags/rules';
import { Button } from '../ui/button';
import { Callout } from '../ui/callout';
import type { Editor } from './use-editor';

const signed = ({ added, removed }: { added: readonly string[]; removed: readonly string[] }) =>
  [...added.map((tag) => `+${tag}`), ...removed.map((tag) => `−${tag}`)].join('  ') || '—';

/** Somebody else changed the tags between reading and writing: both changes side by side, and what to do. */
export function ChangedMeanwhile({
  editor,
  theirs,
}: Readonly<{ editor: Editor; theirs: readonly string[] }>) {
  const t = useTranslations('tags.edit');
  return (
    <Callout
      tone="warn"
      isAlert
      title={t('changedTitle')}
      actions={
        <>
          <Button size="sm" variant="primary" onPress={() => editor.rebase(theirs)}>
            {t('rebase')}
          </Button>
          <Button size="sm" onPress={() => editor.drop(theirs)}>
            {t('takeTheirs')}
          </Button>
        </>
      }
    >
      <p>{t('changedTheirs', { changes: signed(compareTags(editor.seen, theirs)) })}</p>
      <p>{t('changedMine', { changes: signed(editor) })}</p>
      <p>{t('changedNow', { tags: theirs.join('、') || '—' })}</p>
    </Callout>
  );
}
