'use client';

import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '../ui/button';
import { TextArea } from '../ui/text-area';

/** A paste longer than this is taken at once: a text box would freeze over it. */
const BIG = 200_000;

/** A place to paste a table of any size. */
export function PasteBox({ onText }: Readonly<{ onText: (text: string) => void }>) {
  const t = useTranslations('imports.file');
  const text = useRef('');
  const [hasText, setHasText] = useState(false);
  return (
    <div
      className="flex flex-col gap-2"
      onPasteCapture={(event) => {
        const pasted = event.clipboardData.getData('text/plain');
        if (pasted.length <= BIG) return;
        event.preventDefault();
        onText(text.current + pasted);
      }}
    >
      <TextArea
        mono
        rows={6}
        label={t('paste')}
        description={t('pasteHint')}
        onChange={(value) => {
          text.current = value;
          setHasText(value.trim() !== '');
        }}
      />
      <div>
        <Button isDisabled={!hasText} onPress={() => onText(text.current)}>
          {t('usePasted')}
        </Button>
      </div>
    </div>
  );
}
