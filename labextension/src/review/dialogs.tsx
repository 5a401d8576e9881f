/** What is asked before something is put on record, and what a disclosure reads. */

import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { Alert, CopyButton } from '../parts';
import type { IEntry } from './entry';
import type { IDisclosed } from './tokens';
import { inLine, visible } from './values';

/** A note as it will go on record. */
export interface INoteDraft {
  readonly text: string;
  readonly by: string;
}

/** What shall be removed, and why. */
export interface IRedactDraft {
  readonly pointers: readonly string[];
  readonly reason: string;
}

const MOST_TEXT = 10_000;
const PREVIEW = 160;

/** Ask for a note, which may be empty; null where the reader thought better of it. */
export async function askNote(
  name: string,
  trans: TranslationBundle
): Promise<INoteDraft | null> {
  const form = new NoteForm(name, trans);
  const { button, value } = await showDialog({
    title: trans.__('Add a note to the record'),
    body: form,
    focusNodeSelector: 'textarea',
    buttons: [
      Dialog.cancelButton(),
      Dialog.okButton({ label: trans.__('Put on record') })
    ]
  });
  return button.accept ? value : null;
}

/** Ask what shall be removed and why; null where the reader thought better of it. */
export async function askRedaction(
  entry: IEntry,
  trans: TranslationBundle
): Promise<IRedactDraft | null> {
  const { button, value } = await showDialog({
    title: trans.__('Redact this record'),
    body: new RedactForm(entry, trans),
    focusNodeSelector: 'input[type="checkbox"]',
    defaultButton: 0,
    buttons: [
      Dialog.cancelButton(),
      Dialog.warnButton({ label: trans.__('Remove for good') })
    ]
  });
  return button.accept ? value : null;
}

/** Show a disclosure to copy. */
export async function showDisclosure(
  disclosed: IDisclosed,
  style: string,
  trans: TranslationBundle
): Promise<void> {
  await showDialog({
    title: trans.__('Disclosure, %1', style),
    body: ReactWidget.create(
      <Disclosure disclosed={disclosed} trans={trans} />
    ),
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
}

function Disclosure(props: {
  disclosed: IDisclosed;
  trans: TranslationBundle;
}): JSX.Element {
  const { text, warning } = props.disclosed;
  const { trans } = props;
  return (
    <div className="jp-sciassist jp-sciassist-form">
      <p>
        {trans.__(
          'A draft filled from the log: every figure is counted, none is written by a model. Read it against the journal’s present wording, and tick the sentence of responsibility yourself.'
        )}
      </p>
      {warning !== null && <Alert fault={{ message: warning, cure: '' }} />}
      <textarea
        readOnly
        rows={14}
        aria-label={trans.__('Disclosure')}
        value={text}
      />
      <CopyButton text={text} trans={trans} />
    </div>
  );
}

/** The note and the name that it bears. */
class NoteForm extends ReactWidget implements Dialog.IBodyWidget<INoteDraft> {
  constructor(
    name: string,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this._draft = { text: '', by: name };
  }

  getValue(): INoteDraft {
    const { text, by } = this._draft;
    return { text: text.trim(), by: by.trim() };
  }

  protected override render(): JSX.Element {
    const trans = this._trans;
    return (
      <div className="jp-sciassist jp-sciassist-form">
        <p>
          {trans.__(
            'The note becomes a record of its own at the end of the log. It can be redacted later, not edited.'
          )}
        </p>
        <label>
          {trans.__('Note')}
          <textarea
            rows={6}
            maxLength={MOST_TEXT}
            onChange={event => {
              this._draft = { ...this._draft, text: event.target.value };
            }}
          />
        </label>
        <label>
          {trans.__('Name or ORCID; empty for none')}
          <input
            type="text"
            maxLength={200}
            defaultValue={this._draft.by}
            onChange={event => {
              this._draft = { ...this._draft, by: event.target.value };
            }}
          />
        </label>
      </div>
    );
  }

  private _draft: INoteDraft;
}

/** What is open in a record, to be ticked, and why it shall go. */
class RedactForm
  extends ReactWidget
  implements Dialog.IBodyWidget<IRedactDraft>
{
  constructor(
    private readonly _entry: IEntry,
    private readonly _trans: TranslationBundle
  ) {
    super();
  }

  getValue(): IRedactDraft {
    return { pointers: [...this._chosen].sort(), reason: this._reason.trim() };
  }

  protected override render(): JSX.Element {
    const trans = this._trans;
    const open = this._entry.openables.filter(one => one.value !== undefined);
    return (
      <div className="jp-sciassist jp-sciassist-form">
        <fieldset>
          <legend>{trans.__('Values to remove')}</legend>
          {open.map(({ pointer, value }) => (
            <label key={pointer} className="jp-sciassist-choice">
              <input
                type="checkbox"
                onChange={event => {
                  this._choose(pointer, event.target.checked);
                }}
              />
              <code>{visible(pointer)}</code>
              <span>{visible(inLine(value)).slice(0, PREVIEW)}</span>
            </label>
          ))}
        </fieldset>
        <label>
          {trans.__('Reason; it stands in the log and can be read by all')}
          <input
            type="text"
            maxLength={1000}
            onChange={event => {
              this._reason = event.target.value;
            }}
          />
        </label>
        <p>
          <strong>{trans.__('This cannot be undone.')}</strong>{' '}
          {trans.__(
            'The values are deleted from the log; that they were there, and that they were removed, stays on record. Copies elsewhere are not reached: the notebook, backups, and commits that held them.'
          )}
        </p>
      </div>
    );
  }

  private _choose(pointer: string, isChosen: boolean): void {
    if (isChosen) {
      this._chosen.add(pointer);
    } else {
      this._chosen.delete(pointer);
    }
  }

  private _reason = '';
  private readonly _chosen = new Set<string>();
}
