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
  trans: TranslationBundle;
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
  trans: TranslationBundle;
}): JSX.Element {
  const { text, trans } = props;
  return (
    <span
      className="jp-sciassist-unverified"
      title={trans.__('This was not computed from your data: do not use it.')}
    >
      <s>{text}</s> <small>{trans.__('not verified')}</small>
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
  const [pinned, pin] = React.useState(false);
  const { suggestion, cell } = source;
  const card = suggestion !== null && known.includes(suggestion);
  let leads = '';
  if (card) {
    leads = trans.__('Click to open its card.');
  } else if (cell !== null) {
    leads = trans.__('Click to show the cell.');
  }
  return (
    <span
      className="jp-sciassist-grounded"
      onPointerEnter={() => {
        show(true);
      }}
      onPointerLeave={() => {
        show(false);
      }}
    >
      <button
        className="jp-sciassist-link"
        data-source={source.kind}
        aria-describedby={id}
        onFocus={() => {
          show(true);
        }}
        onBlur={() => {
          show(false);
          pin(false);
        }}
        onKeyDown={event => {
          if (event.key === 'Escape' && (shown || pinned)) {
            event.stopPropagation();
            show(false);
            pin(false);
          }
        }}
        onClick={() => {
          if (card) {
            places.card(suggestion);
          } else if (cell !== null) {
            places.cell(cell);
          } else {
            pin(!pinned);
          }
        }}
      >
        {text}
      </button>
      <span
        id={id}
        role="tooltip"
        className="jp-sciassist-told"
        data-shown={shown || pinned}
      >
        {source.told} {leads}
      </span>
    </span>
  );
}
