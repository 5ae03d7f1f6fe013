'use client';

import { FileUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button as AriaButton, DropZone, FileTrigger, Text } from 'react-aria-components';
import { buttonStyle } from './button-style';
import { cx } from './cx';

export type FileDropProps = Readonly<{
  /** Names the place where a file may be dropped or pasted. */
  label: string;
  /** What stands on the button that opens the file dialog. */
  buttonLabel: string;
  /** Which files, how large. */
  description?: ReactNode;
  /** Endings with their dot, such as `.csv`; only a hint to the file dialog: the caller checks what it is given. */
  accept?: readonly string[];
  /** Everything that was dropped or chosen at once. */
  onFiles: (files: File[]) => void;
  isDisabled?: boolean;
}>;

/** A place to drop a file on, with a button for those who choose it from a list. */
export function FileDrop({ label, buttonLabel, description, accept, onFiles, isDisabled }: FileDropProps) {
  const [isOver, setOver] = useState(false);
  return (
    <DropZone
      isDisabled={isDisabled}
      aria-label={label}
      onDropEnter={() => setOver(true)}
      onDropExit={() => setOver(false)}
      getDropOperation={() => 'copy'}
      onDrop={async ({ items }) => {
        setOver(false);
        const files = items.map((item) => (item.kind === 'file' ? item.getFile() : null));
        onFiles((await Promise.all(files)).filter((file) => file !== null));
      }}
      className={cx(
        'flex flex-col items-center gap-2 rounded-lg border border-dashed px-4 py-8 text-center transition-colors',
        'focus-visible:outline-2 focus-visible:outline-accent',
        isOver ? 'border-accent bg-accent/8' : 'border-line-strong bg-sunken/50',
      )}
    >
      <FileUp aria-hidden className="size-6 text-faint" strokeWidth={1.5} />
      <Text slot="label" className="font-medium">
        {label}
      </Text>
      <FileTrigger
        acceptedFileTypes={accept}
        onSelect={(files) => {
          if (files?.length) onFiles([...files]);
        }}
      >
        <AriaButton isDisabled={isDisabled} className={buttonStyle('quiet', 'md')}>
          {buttonLabel}
        </AriaButton>
      </FileTrigger>
      {description ? <p className="max-w-[60ch] text-sm text-muted">{description}</p> : null}
    </DropZone>
  );
}
