import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IRun, ISource } from './records';
import type { IPlaces } from './tokens';

/** What runs need besides their text. */
export interface IRunsProps {
  runs: readonly IRun[];
  sources: readonly ISource[];
  /** Ids of the cards in the panel. */
  known: readonly string[];
  places: IPlaces;
  /** Id of the text that says why parts are struck. */
  reason: string;
  trans: TranslationBundle;
}

/** Why a part is struck. */
export function unverified(trans: TranslationBundle): string {
  return trans.__('This was not computed from your data: do not use it.');
}

/** Text whose numbers and names say where they come from, or that nobody knows. Text is text: nothing in it is read. */
export function Runs(props: IRunsProps): JSX.Element {
  const { runs, sources } = props;
  return (
    <>
      {runs.map((run, place) => {
        const source = run.source === null ? undefined : sources[run.source];
        if (run.standing === 'unverified') {
          return <Unverified key={place} text={run.text} {...props} />;
        }
        return run.standing === 'grounded' && source !== undefined ? (
          <Grounded key={place} text={run.text} source={source} {...props} />
        ) : (
          <React.Fragment key={place}>{run.text}</React.Fragment>
        );
      })}
    </>
  );
}

/** Struck, and said in words: not by colour alone. */
function Unverified(props: {
  text: string;
  reason: string;
  trans: TranslationBundle;
}): JSX.Element {
  const { text, reason, trans } = props;
  return (
    <span className="jp-sciassist-unverified" title={unverified(trans)}>
      <s aria-describedby={reason}>{text}</s>{' '}
      <small>{trans.__('not verified')}</small>
    </span>
  );
}

/** A number or a name that was computed: pointer or focus shows how, a click leads to the card or the cell. */
function Grounded(
  props: IRunsProps & { text: string; source: ISource }
): JSX.Element {
  const { text, source, known, places, trans } = props;
  const id = React.useId();
  const [shown, show] = React.useState(false);
  const { suggestion, cell } = source;
  const card = suggestion !== null && known.includes(suggestion);
  const follow = (): void => {
    if (card) {
      places.card(suggestion);
    } else if (cell !== null) {
      places.cell(cell);
    } else {
      show(true);
    }
  };
  const set = (on: boolean) => (): void => {
    show(on);
  };
  return (
    <span
      className="jp-sciassist-grounded"
      onPointerEnter={set(true)}
      onPointerLeave={set(false)}
    >
      {/* No button: a long one must break where the line does. */}
      <span
        role="link"
        tabIndex={0}
        data-source={source.kind}
        aria-describedby={id}
        onFocus={set(true)}
        onBlur={set(false)}
        onClick={follow}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            follow();
          } else if (event.key === 'Escape' && shown) {
            event.stopPropagation();
            show(false);
          }
        }}
      >
        {text}
      </span>
      <span
        id={id}
        role="tooltip"
        className="jp-sciassist-computation"
        data-shown={shown}
      >
        {[source.told, leadsTo(card, cell, trans)]
          .filter(part => part !== '')
          .join(' · ')}
      </span>
    </span>
  );
}

function leadsTo(
  card: boolean,
  cell: string | null,
  trans: TranslationBundle
): string {
  if (card) {
    return trans.__('click for its card');
  }
  return cell === null ? '' : trans.__('click for the cell');
}
