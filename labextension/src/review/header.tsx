import type { TranslationBundle } from '@jupyterlab/translation';
import { refreshIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { ActionButton, Alert, CopyButton } from '../parts';
import type { IOutcome } from './acting';
import { disclosureStyles, exportKinds, openMenu } from './menus';
import type { DisclosureStyle, ExportKind, IReviewView } from './tokens';
import { short } from './values';

/** What the buttons of the header do. */
export interface IHeaderActions {
  readonly openPath: (path: string) => void;
  readonly export: (kind: ExportKind) => void;
  readonly disclose: (style: DisclosureStyle) => void;
  readonly reload: () => void;
  readonly dismiss: () => void;
}

/** Which log this is, what it is worth, and what can be made of it. */
export function Header(props: {
  view: IReviewView;
  head: string | null;
  actions: IHeaderActions;
  children: React.ReactNode;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, head, actions, trans } = props;
  const isIdle = !view.busy && view.rows.some(row => row.hash !== null);
  const name = view.path.slice(view.path.lastIndexOf('/') + 1);
  return (
    <div className="jp-sciassist-reviewHeader">
      <div className="jp-sciassist-reviewTop">
        <h2 title={view.path}>
          {trans.__('Provenance of %1', name.replace(/\.prov\.jsonl$/, ''))}
        </h2>
        {view.notebook !== null && view.hasNotebook === true && (
          <button
            className="jp-sciassist-link"
            onClick={() => {
              actions.openPath(view.notebook ?? '');
            }}
          >
            {trans.__('Open the notebook')}
          </button>
        )}
        {view.notebook !== null &&
          view.hasNotebook === false &&
          view.besideFault === null && (
            <span className="jp-sciassist-faint">
              {trans.__('Its notebook is not beside it')}
            </span>
          )}
        {head !== null && (
          <span className="jp-sciassist-head">
            {trans.__('Head')} <code title={head}>{short(head)}</code>
            <CopyButton text={head} trans={trans} />
          </span>
        )}
        <span className="jp-sciassist-reviewActions">
          <MenuButton
            label={trans.__('Export')}
            items={exportKinds(trans)}
            off={!isIdle}
            choose={actions.export}
          />
          <MenuButton
            label={trans.__('Disclose')}
            items={disclosureStyles()}
            off={!isIdle}
            choose={actions.disclose}
          />
          <button
            className="jp-sciassist-tool"
            title={trans.__('Read the log and the notebook again')}
            aria-label={trans.__('Read again')}
            onClick={actions.reload}
          >
            <refreshIcon.react tag="span" />
          </button>
        </span>
      </div>
      {props.children}
      {view.outcome !== null && (
        <Told told={view.outcome} actions={actions} trans={trans} />
      )}
    </div>
  );
}

function MenuButton<T extends string>(props: {
  label: string;
  items: readonly (readonly [T, string])[];
  off: boolean;
  choose: (item: T) => void;
}): JSX.Element {
  const { label, items, off, choose } = props;
  const place = React.useRef<HTMLSpanElement>(null);
  return (
    <span ref={place}>
      <ActionButton
        off={off}
        title={label}
        popup
        onClick={() => {
          const button = place.current?.querySelector('button');
          if (button) {
            openMenu(button, items, choose);
          }
        }}
      >
        {label} <span aria-hidden="true">▾</span>
      </ActionButton>
    </span>
  );
}

/** What came of the last action, read out. */
function Told(props: {
  told: IOutcome;
  actions: IHeaderActions;
  trans: TranslationBundle;
}): JSX.Element {
  const { told, actions, trans } = props;
  const { outcome, warning } = told;
  return (
    <div className="jp-sciassist-told">
      {outcome.did === 'failed' ? (
        <Alert fault={outcome.fault} />
      ) : (
        <div role="status">
          {outcome.did === 'exported' && (
            <>
              {trans.__('Written:')}{' '}
              <button
                className="jp-sciassist-link"
                onClick={() => {
                  actions.openPath(outcome.path);
                }}
              >
                {outcome.path}
              </button>
            </>
          )}
          {outcome.did === 'noted' && trans.__('The note is on record.')}
          {outcome.did === 'redacted' && (
            <>
              {trans.__('Removed: %1.', outcome.result.removed.join(', '))}
              {outcome.result.elsewhere.length > 0 && (
                <ul>
                  {outcome.result.elsewhere.map(({ record, pointer }) => (
                    <li key={record + pointer}>
                      {trans.__(
                        'The same text still stands in %1 at %2.',
                        record,
                        pointer
                      )}
                    </li>
                  ))}
                </ul>
              )}
            </>
          )}
        </div>
      )}
      {warning !== null && <Alert fault={{ message: warning, cure: '' }} />}
      <button
        className="jp-sciassist-button jp-mod-plain"
        onClick={actions.dismiss}
      >
        {trans.__('Dismiss')}
      </button>
    </div>
  );
}
