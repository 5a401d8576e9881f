import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { placed } from './endpoint';
import { Alert } from './parts';
import type { IProfile } from './records';
import type { IModelStatus, IView } from './tokens';

/** So many families are named on the ledger line; the others stand in its title. */
const NAMED = 3;

/** What is wrong outside the cards: below them, so that no card is pushed. */
export function Alerts(props: { view: IView }): JSX.Element {
  const { warning, serverFault, fault, link } = props.view;
  const faults = [
    warning,
    serverFault,
    link.name === 'ready' ? fault : null
  ].filter(one => one !== null);
  return (
    <>
      {faults.map(one => (
        <Alert key={one.message} fault={one} />
      ))}
    </>
  );
}

/** The ledger line, the model's state, and the name for the record. */
export function Footer(props: {
  view: IView;
  setName: (name: string) => void;
  openLog: () => void;
  openStatus: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, setName, trans } = props;
  return (
    <div className="jp-sciassist-footer">
      <LedgerLine view={view} openLog={props.openLog} trans={trans} />
      {leftOut(view.variables).map(([name, note]) => (
        <div key={name} className="jp-sciassist-leftOut">
          <code>{name}</code>: {note}
        </div>
      ))}
      <ModelEntry view={view} openStatus={props.openStatus} trans={trans} />
      <NameField
        key={view.settings.name}
        name={view.settings.name}
        setName={setName}
        trans={trans}
      />
    </div>
  );
}

/** The model in a line, which opens the status. */
function ModelEntry(props: {
  view: IView;
  openStatus: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, openStatus, trans } = props;
  const text = modelText(view, trans);
  const to = trans.__('Open the status');
  return (
    <button
      className={`jp-sciassist-link jp-sciassist-model ${view.model?.endpoint ? 'jp-mod-endpoint' : ''}`.trim()}
      title={view.modelFault?.cure ?? view.model?.detail ?? to}
      aria-label={trans.__('%1. %2', text, to)}
      onClick={openStatus}
    >
      {text}
    </button>
  );
}

/** What was counted; the number of decisions leads to the log. */
function LedgerLine(props: {
  view: IView;
  openLog: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, openLog, trans } = props;
  const { records, decisions, head } = view.ledger;
  const words = trans._n('%1 decision', '%1 decisions', decisions ?? 0);
  return (
    <div className="jp-sciassist-ledger" title={ledgerTitle(view, trans)}>
      {countedText(view, trans)}
      {records !== null && ' · '}
      {records !== null && records > 0 ? (
        <button
          className="jp-sciassist-link"
          title={trans._n(
            'Open the provenance log. It holds %1 record: your decisions, and beside them each session, each count of tests and each save of the notebook.',
            'Open the provenance log. It holds %1 records: your decisions, and beside them each session, each count of tests and each save of the notebook.',
            records
          )}
          aria-label={trans.__('%1. Open the provenance log', words)}
          onClick={openLog}
        >
          {words}
        </button>
      ) : (
        records !== null && words
      )}
      {head !== null && ` · ${trans.__('head %1', shortHash(head))}`}
    </div>
  );
}

function countedText(view: IView, trans: TranslationBundle): string {
  const { tests, families, confirmations } = view.ledger;
  const counted = trans._n('%1 test counted', '%1 tests counted', tests);
  const parts = [
    tests === 0
      ? counted
      : trans.__('%1: %2', counted, familiesText(families, trans))
  ];
  if (confirmations > 0) {
    parts.push(trans._n('%1 confirmation', '%1 confirmations', confirmations));
  }
  return parts.join(' · ');
}

/** The families with most tests, by the name of their variable. */
function familiesText(
  families: IView['ledger']['families'],
  trans: TranslationBundle
): string {
  const most = families
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size);
  const named = most
    .slice(0, NAMED)
    .map(({ variable, size }) =>
      most.length === 1 ? variable : `${variable} ${size}`
    );
  const others = most.length - NAMED;
  return (
    others > 0 ? [...named, trans._n('%1 other', '%1 others', others)] : named
  ).join(', ');
}

/** What is counted, and why. */
function ledgerTitle(view: IView, trans: TranslationBundle): string {
  const { families, head } = view.ledger;
  return [
    ...families.map(({ variable, size }) =>
      trans._n('%2: %1 test', '%2: %1 tests', size, variable)
    ),
    trans.__(
      'All tests made on the same data are one family, also those that found nothing and those of earlier kernels on record: q is p corrected for them (Benjamini-Hochberg). Confirmations are planned tests on other rows and are counted apart.'
    ),
    ...(head === null ? [] : [trans.__('Head of the record: %1', head)])
  ].join('\n');
}

/** Variables of which the plan looks at a part only, and what was left out. */
function leftOut(variables: readonly IProfile[]): [string, string][] {
  return variables.flatMap(({ variable, note, plan, shape }) => {
    const partly = plan.rows !== null || plan.columns < (shape[1] ?? 1);
    return partly && note !== null ? [[variable, note]] : [];
  });
}

/** The first eight digits, whatever prefix names the algorithm. */
function shortHash(hash: string): string {
  return hash.slice(hash.indexOf(':') + 1).slice(0, 8);
}

function modelText(view: IView, trans: TranslationBundle): string {
  if (!view.settings.notes) {
    return trans.__('Model: turned off in the settings');
  }
  const { model, modelFault } = view;
  if (modelFault !== null && model?.state !== 'absent') {
    return trans.__('Model: %1 %2', modelFault.message, modelFault.cure);
  }
  return model === null
    ? trans.__('Status')
    : trans.__('Model: %1', stateText(model, trans));
}

function stateText(model: IModelStatus, trans: TranslationBundle): string {
  const { endpoint } = model;
  const detail = model.detail ?? '';
  const name =
    endpoint === null
      ? (model.name ?? model.id ?? '')
      : placed(model.name, endpoint, trans);
  const words: { readonly [key in IModelStatus['state']]: string } = {
    absent: trans.__('none, so no notes. %1', detail).trim(),
    idle:
      endpoint === null
        ? trans.__('%1, loads on first use', name)
        : trans.__('%1, asked on first use', name),
    loading: trans.__('%1 is loading', name),
    ready: detail === '' ? name : trans.__('%1. %2', name, detail),
    failed: trans.__('%1 failed. %2', name, detail).trim()
  };
  return words[model.state];
}

function NameField(props: {
  name: string;
  setName: (name: string) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { name, setName, trans } = props;
  const [text, setText] = React.useState(name);
  const commit = (): void => {
    if (text.trim() !== name) {
      setName(text.trim());
    }
  };
  return (
    <label className="jp-sciassist-name">
      {trans.__('On record as')}
      <input
        value={text}
        maxLength={200}
        placeholder={trans.__('your name or ORCID')}
        onChange={event => {
          setText(event.target.value);
        }}
        onBlur={commit}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            event.currentTarget.blur();
          }
        }}
      />
    </label>
  );
}
