import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { AnswerCard } from './answer';
import { Alert } from './parts';
import type { IAnswer } from './records';
import type { IActions, IAskingView, IView } from './tokens';

/** The line at the panel's foot that takes a question, and the answer above it. */
export function AskLine(props: {
  view: IView;
  actions: IActions;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, actions, trans } = props;
  const { asking } = view;
  const [closed, close] = React.useState<string | null>(null);
  React.useEffect(() => {
    if (asking.busy) {
      close(null);
    }
  }, [asking.busy]);
  const [inside, setInside] = React.useState(false);
  const answer = useSteady(asking, inside);
  const reason = whyNot(view, trans);
  return (
    <section className="jp-sciassist-ask" aria-label={trans.__('Ask')}>
      <div
        role="log"
        aria-label={trans.__('Answer')}
        onPointerEnter={() => {
          setInside(true);
        }}
        onPointerLeave={() => {
          setInside(false);
        }}
      >
        {answer !== null && closed !== asking.question && (
          <AnswerCard
            question={asking.question}
            answer={answer}
            consulting={asking.consulting || answer !== asking.answer}
            known={view.cards.map(card => card.suggestion.id)}
            busy={asking.busy || reason !== null}
            choose={request => {
              actions.ask(asking.question, request);
            }}
            open={id => {
              actions.open(id);
            }}
            close={() => {
              close(asking.question);
            }}
            trans={trans}
          />
        )}
        {asking.fault !== null && <Alert fault={asking.fault} />}
      </div>
      <Line
        asking={asking}
        reason={reason}
        send={question => {
          actions.ask(question, null);
        }}
        trans={trans}
      />
    </section>
  );
}

/** The answer, which does not change under the pointer: a better one waits until that has gone. */
function useSteady(asking: IAskingView, inside: boolean): IAnswer | null {
  const shown = React.useRef(asking.answer);
  if (!inside || asking.busy || shown.current === null) {
    shown.current = asking.answer;
  }
  return shown.current;
}

/** Why no question can be sent now; null where one can. */
function whyNot(view: IView, trans: TranslationBundle): string | null {
  if (view.link.name !== 'ready') {
    return trans.__('Questions need a Python kernel that is ready.');
  }
  return view.waiting
    ? trans.__('The kernel is held by a cell: questions wait for it.')
    : null;
}

/** Enter sends; the arrow keys bring back what was asked before. */
function Line(props: {
  asking: IAskingView;
  reason: string | null;
  send: (question: string) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { asking, reason, send, trans } = props;
  const { busy, history } = asking;
  const id = React.useId();
  const [text, setText] = React.useState('');
  const [back, setBack] = React.useState(0);
  const recall = (step: number): void => {
    const place = Math.min(Math.max(back + step, 0), history.length);
    setBack(place);
    setText(place === 0 ? '' : (history[history.length - place] ?? ''));
  };
  const free = !busy && reason === null;
  return (
    <form
      className="jp-sciassist-askline"
      onSubmit={event => {
        event.preventDefault();
        if (free && text.trim() !== '') {
          send(text);
          setText('');
          setBack(0);
        }
      }}
    >
      <label htmlFor={id}>{trans.__('Ask')}</label>
      <input
        id={id}
        value={text}
        maxLength={2000}
        autoComplete="off"
        aria-describedby={`${id}-state`}
        placeholder={trans.__('for example: which factors go with …?')}
        onChange={event => {
          setText(event.target.value);
          setBack(0);
        }}
        onKeyDown={event => {
          if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
            event.preventDefault();
            recall(event.key === 'ArrowUp' ? 1 : -1);
          }
        }}
      />
      <button
        type="submit"
        className="jp-sciassist-button"
        disabled={!free || text.trim() === ''}
        title={reason ?? trans.__('Compute the answer from the data')}
      >
        {trans.__('Send')}
      </button>
      <span
        id={`${id}-state`}
        aria-live="polite"
        className="jp-sciassist-askstate"
        data-shown={busy || reason !== null}
      >
        {busy ? trans.__('Computing the answer…') : (reason ?? '')}
      </span>
    </form>
  );
}
