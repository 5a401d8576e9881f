import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { AttachmentKind, IAttachment } from './records';
import type { IChatActions, IPiecesView } from './tokens';

/** Attachments that can be taken away, or only seen. */
export function Chips(props: {
  attachments: readonly IAttachment[];
  cellName: (id: string) => string;
  remove?: (attachment: IAttachment) => void;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { attachments, cellName, remove, trans } = props;
  return attachments.length === 0 ? null : (
    <ul className="jp-sciassist-chips" aria-label={trans.__('Attached')}>
      {attachments.map(one => {
        const name = chipName(one, cellName, trans);
        return (
          <li key={`${one.kind} ${one.name}`} title={one.text ?? ''}>
            <span dir="auto">{name}</span>
            {remove !== undefined && (
              <button
                className="jp-sciassist-button jp-mod-plain"
                aria-label={trans.__('Take away: %1', name)}
                onClick={() => {
                  remove(one);
                }}
              >
                ×
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function chipName(
  { kind, name }: IAttachment,
  cellName: (id: string) => string,
  trans: TranslationBundle
): string {
  const words: { readonly [kind in AttachmentKind]: () => string } = {
    variable: () => name,
    column: () => name,
    cell: () => trans.__('cell %1', cellName(name)),
    output: () => trans.__('output of cell %1', cellName(name))
  };
  return words[kind]();
}

/** What would be sent to the model, piece by piece, before it is sent. Put away until somebody asks. */
export function Sent(props: {
  view: IPiecesView;
  /** What is typed now. */
  text: string;
  actions: Pick<IChatActions, 'preview' | 'leaveOut'>;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, text, actions, trans } = props;
  const id = React.useId();
  const { open, pieces } = view;
  const kept = pieces.filter(one => !view.without.has(one.id));
  const tokens = kept.reduce((sum, one) => sum + one.tokens, 0);
  return (
    <section
      className="jp-sciassist-sent"
      aria-label={trans.__('What is sent')}
    >
      <button
        className="jp-sciassist-button jp-mod-plain"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          actions.preview(!open, text);
        }}
      >
        <span className="jp-sciassist-chevron" aria-hidden="true" />
        {trans.__('What is sent')}
      </button>
      <div id={id} hidden={!open} aria-live="polite">
        {open && view.awaited && pieces.length === 0 && (
          <p className="jp-sciassist-faint">{trans.__('Counting…')}</p>
        )}
        {open && !view.awaited && pieces.length === 0 && (
          <p className="jp-sciassist-faint">
            {trans.__('Nothing would be sent to a model.')}
          </p>
        )}
        {open && pieces.length > 0 && (
          <>
            <p className="jp-sciassist-faint">
              {view.window === null
                ? trans._n('%1 token', '%1 tokens', tokens)
                : trans.__(
                    '%1 of %2 tokens that the model can hold',
                    tokens,
                    view.window
                  )}
            </p>
            <PieceList view={view} actions={actions} trans={trans} />
          </>
        )}
      </div>
    </section>
  );
}

function PieceList(props: {
  view: IPiecesView;
  actions: Pick<IChatActions, 'leaveOut'>;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, actions, trans } = props;
  return (
    <ul>
      {view.pieces.map(piece => (
        <li key={piece.id} data-out={view.without.has(piece.id)}>
          <label>
            <input
              type="checkbox"
              checked={!view.without.has(piece.id)}
              onChange={event => {
                actions.leaveOut(piece.id, !event.target.checked);
              }}
            />
            <span dir="auto">{piece.told}</span>
          </label>
          <span className="jp-sciassist-faint">
            {trans._n('%1 token', '%1 tokens', piece.tokens)}
          </span>
          <details>
            <summary>{trans.__('Text')}</summary>
            <pre dir="auto">{piece.text}</pre>
          </details>
        </li>
      ))}
    </ul>
  );
}
