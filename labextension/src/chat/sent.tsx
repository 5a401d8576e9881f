import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IModelStatus } from '../tokens';
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
  /** The model as the server told it last. */
  model: IModelStatus | null;
  /** What is typed now. */
  text: string;
  actions: Pick<IChatActions, 'preview' | 'leaveOut'>;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, text, actions, trans } = props;
  const id = React.useId();
  const { open } = view;
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
      <div id={id} hidden={!open}>
        {open && (
          <>
            <p className="jp-sciassist-faint" role="status">
              {sumText(props)}
            </p>
            {view.pieces.length > 0 && <Pieces {...props} />}
          </>
        )}
      </div>
    </section>
  );
}

/** How much it is, of how much, and who counted. */
function sumText(props: {
  view: IPiecesView;
  model: IModelStatus | null;
  trans: TranslationBundle;
}): string {
  const { view, model, trans } = props;
  const { awaited, exact, fault, pieces, window } = view;
  if (pieces.length === 0) {
    return awaited
      ? trans.__('Counting…')
      : trans.__('Nothing would be sent to a model.');
  }
  if (model?.state === 'absent') {
    return trans.__('There is no language model: nothing of this is sent.');
  }
  const sum = pieces
    .filter(one => !view.without.has(one.id))
    .reduce((so_far, one) => so_far + one.tokens, 0);
  const counted = exact
    ? trans._n(
        '%1 token, counted by the model',
        '%1 tokens, counted by the model',
        sum
      )
    : trans._n('about %1 token, estimated', 'about %1 tokens, estimated', sum);
  return [
    window === null
      ? counted
      : trans.__(
          '%1: %2 % of the %3 that it holds',
          counted,
          Math.max(1, Math.round((100 * sum) / window)),
          window
        ),
    fault === null
      ? ''
      : trans.__('They could not be counted: %1', fault.message)
  ]
    .filter(part => part !== '')
    .join('. ');
}

function Pieces(props: {
  view: IPiecesView;
  actions: Pick<IChatActions, 'leaveOut'>;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, actions, trans } = props;
  return (
    <>
      <ul>
        {view.pieces.map(piece => (
          <li key={piece.id} data-out={view.without.has(piece.id)}>
            {piece.fixed ? (
              <span className="jp-sciassist-fixed" aria-hidden="true" />
            ) : (
              <input
                type="checkbox"
                aria-label={piece.told}
                checked={!view.without.has(piece.id)}
                onChange={event => {
                  actions.leaveOut(piece.id, !event.target.checked);
                }}
              />
            )}
            <details>
              <summary>
                <span dir="auto">{piece.told}</span>
                <span className="jp-sciassist-faint">
                  {view.exact
                    ? trans._n('%1 token', '%1 tokens', piece.tokens)
                    : trans._n(
                        'about %1 token',
                        'about %1 tokens',
                        piece.tokens
                      )}
                </span>
              </summary>
              <pre dir="auto">{piece.text}</pre>
            </details>
          </li>
        ))}
      </ul>
      <p className="jp-sciassist-faint">
        {trans.__('What code computes for it is added; the data are not.')}
      </p>
    </>
  );
}
