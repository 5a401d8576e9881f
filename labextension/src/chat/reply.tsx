import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { Findings, Readings } from '../answer';
import { FoldedEvidence } from '../evidence';
import type { IAnswer, IReading } from '../records';
import { Draft } from './draft';
import type { Basis, IBlock, IMessage, IReply } from './records';
import type { IRunsProps } from './runs';
import { Runs, unverified } from './runs';
import type { IChatActions, IChatView, IPlaces } from './tokens';

/** What a reply needs besides its content. */
export interface IReplyProps {
  message: IMessage;
  reply: IReply;
  /** It is still being written. */
  writing: boolean;
  view: IChatView;
  actions: Pick<IChatActions, 'insert' | 'choose'>;
  places: IPlaces;
  trans: TranslationBundle;
}

/** One reply: on what it rests, what code states, what the model adds, code, and where to go on. */
export function Reply(props: IReplyProps): JSX.Element {
  const { message, reply, writing, view, actions, places, trans } = props;
  const { answer, draft, suggestions, blocks } = reply;
  const known = view.assistant.cards.map(card => card.suggestion.id);
  const reason = React.useId();
  const about = { sources: reply.sources, known, places, reason, trans };
  return (
    // A reply that grows is told when it is whole, not by the word.
    <div
      className="jp-sciassist-reply"
      data-basis={reply.basis}
      aria-live="off"
      aria-busy={writing}
    >
      <BasisLabel reply={reply} trans={trans} />
      {blocks
        .filter(block => !isDraft(block, reply))
        .map((block, place) => (
          <Block key={place} block={block} {...about} />
        ))}
      <Doubts blocks={blocks} id={reason} trans={trans} />
      {answer !== null && <HowRead {...props} answer={answer} />}
      {draft !== null && (
        <Draft
          draft={draft}
          whole={!writing}
          recording={view.inserting.has(draft.suggestion.id)}
          fault={view.insertFaults.get(draft.suggestion.id) ?? null}
          insert={() => void actions.insert(draft.suggestion)}
          trans={trans}
        />
      )}
      {suggestions.length > 0 && (
        <Findings
          suggestions={suggestions}
          open={id => {
            places.card(id);
          }}
          {...about}
        />
      )}
      {reply.dropped > 0 && (
        <p className="jp-sciassist-faint">
          {trans._n(
            '%1 earlier message was left out of what the model was told, for want of room.',
            '%1 earlier messages were left out of what the model was told, for want of room.',
            reply.dropped
          )}
        </p>
      )}
      {message.stopped && (
        <p className="jp-sciassist-faint">
          <span aria-hidden="true">■ </span>
          {trans.__('Stopped.')}
        </p>
      )}
    </div>
  );
}

const ICONS: { readonly [basis in Basis]: string } = {
  computed: '✓',
  unverified: '?',
  general: '◇',
  none: '–'
};

function BasisLabel(props: {
  reply: IReply;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { reply, trans } = props;
  const { answer, basis, blocks } = reply;
  const words: { readonly [basis in Basis]: string } = {
    computed: trans.__('computed from your data'),
    unverified: doubt(answer, trans),
    general: trans.__('general knowledge, not from your data'),
    none: ''
  };
  return words[basis] === '' || blocks.length === 0 ? null : (
    <p className="jp-sciassist-basis">
      <span aria-hidden="true">{ICONS[basis]}</span> {words[basis]}
    </p>
  );
}

/** How an unverified question was read, and what was left out. */
function doubt(answer: IAnswer | null, trans: TranslationBundle): string {
  const reading = answer?.reading ?? null;
  if (reading === null) {
    return trans.__('computed, but not sure to be what you asked');
  }
  const { text, unread } = reading;
  return unread.length === 0
    ? trans.__('computed, but read as “%1”. Is this what you meant?', text)
    : trans.__(
        'computed, but read as “%1” — not read: %2. Is this what you meant?',
        text,
        unread.join(', ')
      );
}

function Block(
  props: Omit<IRunsProps, 'runs'> & { block: IBlock }
): JSX.Element {
  const { block, trans } = props;
  const runs = <Runs {...props} runs={block.runs} />;
  switch (block.kind) {
    case 'comment':
      return (
        <div className="jp-sciassist-comment">
          <p dir="auto">{runs}</p>
          <p
            className="jp-sciassist-noteBy"
            title={trans.__(
              'A comment of the language model; it has no part in the evidence.'
            )}
          >
            {trans.__('— comment by the model')}
          </p>
        </div>
      );
    case 'code':
      return (
        // A region that scrolls must be reachable by the keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre tabIndex={0} dir="ltr" aria-label={trans.__('Code')}>
          {runs}
        </pre>
      );
    default:
      return (
        <p className="jp-sciassist-stated" dir="auto">
          {runs}
        </p>
      );
  }
}

/** Why parts are struck: one stop for the keyboard, however many there are. */
function Doubts(props: {
  blocks: readonly IBlock[];
  id: string;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { blocks, id, trans } = props;
  const struck = blocks
    .flatMap(block => block.runs)
    .filter(run => run.standing === 'unverified');
  return struck.length === 0 ? null : (
    <details className="jp-sciassist-doubts">
      <summary>
        {trans._n(
          '%1 part is not verified: why',
          '%1 parts are not verified: why',
          struck.length
        )}
      </summary>
      <p id={id}>{unverified(trans)}</p>
      <ul>
        {[...new Set(struck.map(run => run.text))].map(text => (
          <li key={text} dir="auto">
            {text}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The code of the draft is shown with what became of it. */
function isDraft(block: IBlock, { draft }: IReply): boolean {
  const text = block.runs.map(run => run.text).join('');
  return block.kind === 'code' && text === draft?.suggestion.code;
}

/** Whether there is anything to choose between. */
function offered({ unread, rivals }: IReading): boolean {
  return unread.length > 0 || rivals.length > 0;
}

/** How a question was read, where it can be read in more than one way, and the evidence. */
function HowRead(props: IReplyProps & { answer: IAnswer }): JSX.Element {
  const { answer, message, view, actions, trans } = props;
  const { evidence, reading, verified } = answer;
  const isLast = view.messages.at(-1)?.id === message.id;
  return (
    <>
      {!verified && reading !== null && offered(reading) && (
        <Readings
          reading={reading}
          first={trans.__('Yes, that: %1', reading.text)}
          busy={view.answering !== null}
          title={
            isLast
              ? trans.__('Ask this in the place of the question')
              : trans.__('Ask this anew: others follow the question')
          }
          choose={choice => {
            actions.choose(message.id, choice);
          }}
          trans={trans}
        />
      )}
      <FoldedEvidence evidence={evidence} trans={trans} />
    </>
  );
}
