// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../shared/i18n';

export function Dialog({ title, close, children }: { title: string; close: () => void; children?: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  return (
    <dialog ref={box} onCancel={close} onClose={close} onClick={(event) => event.target === box.current && close()}>
      <h2>{title}</h2>
      {children}
      <button type="button" class="plain cancel" onClick={close}>{t('common.back')}</button>
    </dialog>
  );
}

export interface Choice {
  id: string;
  text: string;
  hint?: string;
}

export function Choices({ choices, choose }: { choices: Choice[]; choose: (id: string) => void }) {
  return (
    <div class="choices">
      {choices.map(({ id, text, hint }) => (
        <button type="button" key={id} data-choice={id} onClick={() => choose(id)}>
          {text}
          {hint && <small>{hint}</small>}
        </button>
      ))}
    </div>
  );
}

/** What cannot be taken back is asked once more. */
export function Confirm({ title, text, word, close, yes }: {
  title: string; text: string; word: string; close: () => void; yes: () => void;
}) {
  return (
    <Dialog title={title} close={close}>
      <p class="ask">{text}</p>
      <div class="choices">
        <button type="button" class="danger" data-choice="yes" onClick={yes}>{word}</button>
      </div>
    </Dialog>
  );
}
