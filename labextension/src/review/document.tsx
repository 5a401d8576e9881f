/** The content of the review document: header, filters, timeline, details. Loaded when a log is opened. */

import { ReactWidget, UseSignal } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { Alert } from '../parts';
import { Blank } from '../states';
import { Checks } from './checks';
import { Detail } from './detail';
import { askNote, askRedaction, showDisclosure } from './dialogs';
import type { IEntry } from './entry';
import { ReviewFilters } from './filters';
import { Header } from './header';
import { disclosureStyles } from './menus';
import type { ReviewModel } from './model';
import { Timeline } from './timeline';
import type { DisclosureStyle } from './tokens';

/** Draws a model whenever it changes. */
export class ReviewView extends ReactWidget {
  constructor(
    private readonly _model: ReviewModel,
    private readonly _openPath: (path: string) => void,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-sciassist');
    this.addClass('jp-sciassist-review');
  }

  protected override render(): JSX.Element {
    return (
      <UseSignal signal={this._model.changed}>
        {() => (
          <Review
            model={this._model}
            openPath={this._openPath}
            trans={this._trans}
          />
        )}
      </UseSignal>
    );
  }
}

/** The whole document. */
export function Review(props: {
  model: ReviewModel;
  openPath: (path: string) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { model, openPath, trans } = props;
  const { view } = model;
  const { checked } = view;
  if (view.fault !== null && view.rows.length === 0) {
    return (
      <Alert fault={view.fault}>
        <button
          className="jp-sciassist-button"
          onClick={() => {
            void model.load();
          }}
        >
          {trans.__('Try again')}
        </button>
      </Alert>
    );
  }
  return (
    <>
      <Header
        view={view}
        head={checked.state === 'done' ? checked.report.head : null}
        actions={{
          openPath,
          export: kind => {
            void model.acting.export(kind);
          },
          disclose: style => {
            void disclose(model, style, trans);
          },
          reload: () => {
            void model.load();
          },
          dismiss: () => {
            model.acting.dismiss();
          }
        }}
        trans={trans}
      >
        <Checks
          checked={checked}
          openLine={line => {
            model.select(view.rows[line - 1]?.key ?? null);
          }}
          trans={trans}
        />
      </Header>
      {view.fault !== null && <Alert fault={view.fault} />}
      {view.besideFault !== null && <Alert fault={view.besideFault} />}
      <Body model={model} trans={trans} />
    </>
  );
}

function Body(props: {
  model: ReviewModel;
  trans: TranslationBundle;
}): JSX.Element {
  const { model, trans } = props;
  const { view } = model;
  const detail = React.useRef<HTMLElement>(null);
  const select = React.useCallback(
    (key: string) => {
      model.select(key);
    },
    [model]
  );
  if (view.rows.length === 0) {
    return view.read ? <Empty trans={trans} /> : <Reading trans={trans} />;
  }
  if (view.read && view.rows.every(row => row.hash === null)) {
    return <Foreign lines={view.rows.length} trans={trans} />;
  }
  return (
    <>
      <ReviewFilters
        view={view}
        change={filter => {
          model.filter(filter);
        }}
        trans={trans}
      />
      <div className="jp-sciassist-panes">
        {view.shown.length === 0 ? (
          <Blank
            title={trans.__('No such record')}
            text={trans.__('The filter hides all records.')}
          />
        ) : (
          <Timeline
            rows={view.shown}
            drifts={view.drifts}
            faults={view.faults}
            selected={view.selected}
            select={select}
            enter={() => {
              detail.current?.focus();
            }}
            trans={trans}
          />
        )}
        <div className="jp-sciassist-detailPane">
          {view.entry === null ? (
            <Blank
              title={trans.__('Choose a record')}
              text={trans.__(
                'Arrow keys go from record to record, Enter goes to its details.'
              )}
            />
          ) : (
            <Detail
              key={view.entry.row.key}
              ref={detail}
              view={view}
              entry={view.entry}
              actions={{
                select,
                note: entry => {
                  void note(model, entry, trans);
                },
                redact: entry => {
                  void redact(model, entry, trans);
                }
              }}
              trans={trans}
            />
          )}
        </div>
      </div>
    </>
  );
}

function Foreign(props: {
  lines: number;
  trans: TranslationBundle;
}): JSX.Element {
  const { lines, trans } = props;
  return (
    <Blank
      title={trans.__('This is no provenance log')}
      text={trans._n(
        'The file has %1 line, and it holds no record. To read it as text, open it with the Editor.',
        'The file has %1 lines, and none of them holds a record. To read it as text, open it with the Editor.',
        lines
      )}
    />
  );
}

function Empty(props: { trans: TranslationBundle }): JSX.Element {
  const { trans } = props;
  return (
    <Blank
      title={trans.__('Nothing on record')}
      text={trans.__(
        'This file is empty. A log is begun with the first suggestion that is accepted or rejected in its notebook.'
      )}
    />
  );
}

function Reading(props: { trans: TranslationBundle }): JSX.Element {
  return (
    <div className="jp-sciassist-blank" role="status">
      {props.trans.__('Reading the log…')}
    </div>
  );
}

async function note(
  model: ReviewModel,
  entry: IEntry,
  trans: TranslationBundle
): Promise<void> {
  const draft = await askNote(model.name, trans);
  if (draft === null || entry.row.hash === null) {
    return;
  }
  if (draft.text === '') {
    model.acting.refuse({
      message: trans.__('The note is empty, so nothing was put on record.'),
      cure: trans.__('Write a line.')
    });
  } else {
    await model.acting.note(entry.row.hash, draft.text, draft.by);
  }
}

async function redact(
  model: ReviewModel,
  entry: IEntry,
  trans: TranslationBundle
): Promise<void> {
  const draft = await askRedaction(entry, trans);
  if (draft === null || entry.row.hash === null) {
    return;
  }
  if (draft.pointers.length === 0 || draft.reason === '') {
    model.acting.refuse({
      message: trans.__('Nothing was removed.'),
      cure: trans.__('Tick what shall go, and say why.')
    });
  } else {
    await model.acting.redact(entry.row.hash, draft.pointers, draft.reason);
  }
}

async function disclose(
  model: ReviewModel,
  style: DisclosureStyle,
  trans: TranslationBundle
): Promise<void> {
  const disclosed = await model.acting.disclose(style);
  if (disclosed !== null) {
    const name = disclosureStyles().find(([key]) => key === style)?.[1];
    await showDisclosure(disclosed, name ?? style, trans);
  }
}
