import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { Alert, CopyButton, withCode } from './parts';
import type { IFault, IView } from './tokens';

/** The cure for a kernel without the package. */
export const INSTALL = '%pip install jupyter_sciassist';

/** What stands in the panel while no notebook is open. */
export function NoNotebook(props: { trans: TranslationBundle }): JSX.Element {
  const { trans } = props;
  return (
    <Blank
      title={trans.__('No notebook')}
      text={trans.__(
        'Open a notebook and run a cell that holds data: suggestions come by themselves.'
      )}
    />
  );
}

/** Why there are no cards, and what helps; null where there is nothing to explain. */
export function State(props: {
  view: IView;
  refresh: () => void;
  trans: TranslationBundle;
}): JSX.Element | null {
  return NoKernelSide(props) ?? NoCards(props);
}

/** Why the kernel side cannot be asked, and what helps; null where it can, or is on its way. */
export function NoKernelSide(props: {
  view: IView;
  refresh: () => void;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { view, refresh, trans } = props;
  const { link } = view;
  const why = whyNoKernelSide(view, trans);
  if (why === null) {
    return link.name === 'none' && view.hasKernel === true ? (
      <NotRead refresh={refresh} trans={trans} />
    ) : null;
  }
  const again = (
    <button className="jp-sciassist-button" onClick={refresh}>
      {trans.__('Try again')}
    </button>
  );
  switch (link.name) {
    case 'missing':
      return (
        <Blank title={why.message} text={why.cure}>
          <div className="jp-sciassist-cure">
            <code>{INSTALL}</code>
            <CopyButton text={INSTALL} trans={trans} />
          </div>
          <p className="jp-sciassist-detail">{link.detail}</p>
          {again}
        </Blank>
      );
    case 'failed':
      return <Alert fault={why}>{again}</Alert>;
    default:
      return <Blank title={why.message} text={why.cure} />;
  }
}

/** Why the kernel side cannot be asked, in words; null where it can, or is on its way. */
export function whyNoKernelSide(
  { link, hasKernel }: IView,
  trans: TranslationBundle
): IFault | null {
  switch (link.name) {
    case 'none':
      return hasKernel === false
        ? {
            message: trans.__('No kernel'),
            cure: trans.__('Choose a kernel for this notebook.')
          }
        : null;
    case 'language':
      return {
        message: trans.__('A kernel for %1', link.language),
        cure: trans.__('The assistant reads Python kernels only.')
      };
    case 'missing':
      return {
        message: trans.__('This kernel does not have jupyter_sciassist'),
        cure: trans.__('Run this in a cell, then try again:')
      };
    case 'failed':
      return link.fault;
    case 'dead':
      return {
        message: trans.__('The kernel died'),
        cure: trans.__(
          'Restart it from the Kernel menu. What was accepted is on record.'
        )
      };
    case 'disconnected':
      return {
        message: trans.__('The connection to the kernel is lost'),
        cure: trans.__('It comes back by itself when the server answers.')
      };
    default:
      return null;
  }
}

/** The way to the kernel is there, or on its way: why is the list empty? */
function NoCards(props: {
  view: IView;
  refresh: () => void;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { view, refresh, trans } = props;
  if (view.cards.length > 0 || view.working || view.link.name !== 'ready') {
    return null;
  }
  if (view.total > 0) {
    return (
      <Blank
        title={trans.__('Nothing of this kind')}
        text={trans.__('The filter hides all suggestions.')}
      />
    );
  }
  if (!view.scanned) {
    return view.settings.auto ? null : (
      <NotRead refresh={refresh} trans={trans} />
    );
  }
  return view.variables.length === 0 ? (
    <Blank
      title={trans.__('No data yet')}
      text={trans.__(
        'Run a cell that makes a table, a series or an array: suggestions come by themselves.'
      )}
    />
  ) : (
    <Blank
      title={trans.__('Nothing to suggest')}
      text={trans.__(
        'These variables were read; no analysis fits them, or there are too few rows.'
      )}
    />
  );
}

function NotRead(props: {
  refresh: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { refresh, trans } = props;
  return (
    <Blank
      title={trans.__('Not read yet')}
      text={trans.__('Reading by itself is turned off in the settings.')}
    >
      <button className="jp-sciassist-button" onClick={refresh}>
        {trans.__('Read the data')}
      </button>
    </Blank>
  );
}

/** A state that explains itself, in the place of what is not there. */
export function Blank(props: {
  title: string;
  text: string;
  children?: React.ReactNode;
}): JSX.Element {
  return (
    <div className="jp-sciassist-blank">
      <h3>{props.title}</h3>
      <p>{withCode(props.text)}</p>
      {props.children}
    </div>
  );
}

/** One line on what goes on, read out politely. */
export function statusText(view: IView, trans: TranslationBundle): string {
  const { link, progress } = view;
  switch (link.name) {
    case 'none':
      return view.hasKernel === null ? trans.__('Reaching the kernel…') : '';
    case 'starting':
      return trans.__('Reaching the kernel…');
    case 'waiting':
      return trans.__('Waiting for the kernel: a cell is running.');
    case 'ready':
      break;
    default:
      return '';
  }
  if (view.waiting) {
    return trans.__('Waiting for the kernel: a cell holds it.');
  }
  if (view.working) {
    return progress === null
      ? trans.__('Reading the data…')
      : trans.__('Working on %1…', progress.subject);
  }
  if (view.total === 0) {
    return '';
  }
  return view.cards.length < view.total
    ? trans.__('%1 of %2 suggestions', view.cards.length, view.total)
    : trans._n('%1 suggestion', '%1 suggestions', view.total);
}
