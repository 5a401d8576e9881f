import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { ActionButton, Alert, CopyButton } from '../parts';
import type { IFault } from '../tokens';
import type { IDanger, IDraft, ITrial, TrialState } from './records';

const ICONS: { readonly [state in TrialState]: string } = {
  ran: '✓',
  failed: '✗',
  'not run': '○'
};

/** Drafted code: what became of it on a sample, what in it may do harm, and the way into the notebook. */
export function Draft(props: {
  draft: IDraft;
  /** The reply is whole, so there is something to decide. */
  whole: boolean;
  recording: boolean;
  fault: IFault | null;
  insert: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { draft, whole, recording, fault, insert, trans } = props;
  const { suggestion, trial, dangers } = draft;
  const accepted = suggestion.status === 'accepted';
  return (
    <section
      className="jp-sciassist-draft"
      aria-label={trans.__('Drafted code: %1', suggestion.title)}
    >
      <h4>{suggestion.title}</h4>
      <Trial trial={trial} trans={trans} />
      {dangers.length > 0 && <Dangers dangers={dangers} trans={trans} />}
      <Code code={suggestion.code} dangers={dangers} trans={trans} />
      {fault !== null && <Alert fault={fault} />}
      <div className="jp-sciassist-actions">
        <ActionButton
          className="jp-mod-accept"
          off={accepted || recording || !whole}
          title={
            accepted
              ? trans.__('It is on record, and its cell was inserted')
              : trans.__(
                  'Record the acceptance, then insert the cell below the active one. It is not run.'
                )
          }
          onClick={insert}
        >
          {accepted
            ? trans.__('Inserted')
            : recording
              ? trans.__('Recording…')
              : trans.__('Insert')}
        </ActionButton>
        <CopyButton text={suggestion.code} trans={trans} />
      </div>
    </section>
  );
}

function Trial(props: {
  trial: ITrial;
  trans: TranslationBundle;
}): JSX.Element {
  const { trial, trans } = props;
  const words: { readonly [state in TrialState]: string } = {
    ran: trans.__('ran'),
    failed: trans.__('failed'),
    'not run': trans.__('not run')
  };
  return (
    <div className="jp-sciassist-trial" data-state={trial.state}>
      <p>
        <span className="jp-sciassist-verdict">
          <span aria-hidden="true">{ICONS[trial.state]}</span>{' '}
          {words[trial.state]}
        </span>
        {' · '}
        {trial.told}
      </p>
      {trial.output !== null && trial.output !== '' && (
        <details>
          <summary>{trans.__('What it printed on the sample')}</summary>
          <pre>{trial.output}</pre>
        </details>
      )}
    </div>
  );
}

function Dangers(props: {
  dangers: readonly IDanger[];
  trans: TranslationBundle;
}): JSX.Element {
  const { dangers, trans } = props;
  return (
    <div className="jp-sciassist-dangers" role="note">
      <strong>
        <span aria-hidden="true">⚠ </span>
        {trans.__('This code may do harm:')}
      </strong>
      <ul>
        {dangers.map(({ line, call, told }) => (
          <li key={`${line} ${call}`}>
            {trans.__('line %1:', line)} <code>{call}</code> {told}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Lines by number, those that may do harm marked. */
function Code(props: {
  code: string;
  dangers: readonly IDanger[];
  trans: TranslationBundle;
}): JSX.Element {
  const { code, dangers, trans } = props;
  const marked = new Set(dangers.map(one => one.line));
  return (
    // A region that scrolls must be reachable by the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre tabIndex={0} dir="ltr" aria-label={trans.__('Drafted code')}>
      {code
        .replace(/\n$/, '')
        .split('\n')
        .map((line, place) => (
          <span
            key={place}
            className="jp-sciassist-line"
            data-danger={marked.has(place + 1)}
          >
            {line}
            {'\n'}
          </span>
        ))}
    </pre>
  );
}
