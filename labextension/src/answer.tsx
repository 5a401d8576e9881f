import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { FoldedEvidence } from './evidence';
import { exact } from './format';
import type {
  IAnswer,
  IChoice,
  IReading,
  IRequest,
  ISuggestion
} from './records';
import { isClaim, weakness } from './standing';

const SHOWN = 5;

/** The answer to a question: value first, then the sentence, how it was read, what it rests on. */
export function AnswerCard(props: {
  question: string;
  answer: IAnswer;
  /** Ids of the cards that stand in the list above. */
  known: readonly string[];
  busy: boolean;
  /** The model reads the question; its answer may take the place of this one. */
  consulting: boolean;
  choose: (request: IRequest) => void;
  open: (id: string) => void;
  close: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { question, answer, busy, choose, close, trans } = props;
  const { evidence, reading, suggestions, verified } = answer;
  return (
    <article
      className="jp-sciassist-answer"
      data-verified={verified}
      aria-label={trans.__('Answer to: %1', question)}
    >
      <header>
        <span className="jp-sciassist-question">{question}</span>
        <button
          className="jp-sciassist-button jp-mod-plain"
          aria-label={trans.__('Close the answer')}
          onClick={close}
        >
          ×
        </button>
      </header>
      {answer.value !== null && (
        <p className="jp-sciassist-value">{valueText(answer, trans)}</p>
      )}
      <p>{answer.text}</p>
      <Standing
        verified={verified}
        computed={answer.value !== null || suggestions.length > 0}
        reading={reading}
        trans={trans}
      />
      {props.consulting && (
        <p className="jp-sciassist-consulting">
          {trans.__('The model is reading the question…')}
        </p>
      )}
      {!verified && reading !== null && reading.rivals.length > 0 && (
        <Readings
          reading={reading}
          first={reading.text}
          busy={busy}
          choose={({ request }) => {
            choose(request);
          }}
          trans={trans}
        />
      )}
      <FoldedEvidence evidence={evidence} trans={trans} />
      {suggestions.length > 0 && (
        <Found {...props} suggestions={suggestions.slice(0, SHOWN)} />
      )}
    </article>
  );
}

/** The reading that was taken, called `first` here, and its rivals, to choose from. */
export function Readings(props: {
  reading: IReading;
  first: string;
  busy: boolean;
  title?: string;
  choose: (choice: IChoice) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { reading, first, busy, title, choose, trans } = props;
  const { text, request, rivals } = reading;
  return (
    <div
      className="jp-sciassist-rivals"
      role="group"
      aria-label={trans.__('Read it another way')}
    >
      {[{ text, request }, ...rivals].map((choice, place) => (
        <button
          key={choice.text}
          className="jp-sciassist-button"
          disabled={busy}
          title={title}
          onClick={() => {
            choose(choice);
          }}
        >
          {place === 0 ? first : choice.text}
        </button>
      ))}
    </div>
  );
}

function valueText(answer: IAnswer, trans: TranslationBundle): string {
  const { value, unit } = answer;
  if (typeof value === 'boolean') {
    return value ? trans.__('yes') : trans.__('no');
  }
  const text = typeof value === 'number' ? exact(value) : (value ?? '');
  return unit === null ? text : `${text} ${unit}`;
}

/** Whether the question was read whole; if not, how it was read. */
function Standing(props: {
  verified: boolean;
  /** There is a figure, or there are findings. */
  computed: boolean;
  reading: IReading | null;
  trans: TranslationBundle;
}): JSX.Element {
  const { verified, computed, reading, trans } = props;
  let text = trans.__('unverified');
  if (verified) {
    text = trans.__('verified');
  } else if (reading === null && !computed) {
    text = trans.__('nothing was computed');
  } else if (reading !== null) {
    text = trans.__('unverified: read as %1', reading.text);
    if (reading.unread.length > 0) {
      text += trans.__('; not read: %1', reading.unread.join(', '));
    }
  }
  return <p className="jp-sciassist-standing">{text}</p>;
}

/** The findings that bear on the question; those of the list are opened there. */
function Found(props: {
  suggestions: readonly ISuggestion[];
  known: readonly string[];
  open: (id: string) => void;
  trans: TranslationBundle;
}): JSX.Element {
  return (
    <>
      <h3>{props.trans.__('Findings that bear on it')}</h3>
      <Findings
        {...props}
        open={id => {
          props.open(id);
          reveal(id);
        }}
      />
    </>
  );
}

/** A list of findings; `open` leads to those that have a card in the panel's list. */
export function Findings(props: {
  suggestions: readonly ISuggestion[];
  known: readonly string[];
  open: (id: string) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { suggestions, known, open, trans } = props;
  const weak = suggestions.filter(
    one => isClaim(one) && one.evidence?.asserted === false
  );
  return (
    <>
      <ul className="jp-sciassist-found" aria-label={trans.__('Findings')}>
        {suggestions.map(one => (
          <li key={one.id} data-asserted={one.evidence?.asserted ?? false}>
            {known.includes(one.id) ? (
              <button
                className="jp-sciassist-link"
                title={trans.__('Open its card in the list')}
                onClick={() => {
                  open(one.id);
                }}
              >
                {one.title}
              </button>
            ) : (
              one.title
            )}
            {isClaim(one) && one.evidence?.asserted === false && (
              <span className="jp-sciassist-faint">
                {' '}
                {trans.__('(not established)')}
              </span>
            )}
          </li>
        ))}
      </ul>
      {weak.length > 0 && (
        <details className="jp-sciassist-doubts">
          <summary>{trans.__('Not established: why')}</summary>
          <ul>
            {weak.map(({ id, title, evidence }) => (
              <li key={id}>
                {trans.__(
                  '%1: %2',
                  title,
                  evidence === null ? '' : weakness(evidence, trans)
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Bring a card of the list into view. */
export function reveal(id: string): void {
  document
    .querySelector(`.jp-sciassist li[data-id="${id}"]`)
    ?.scrollIntoView({ block: 'nearest' });
}
