/** The panel in the right side bar. */

import { ReactWidget, UseSignal } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { refreshIcon, stopIcon } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import * as React from 'react';
import { AskLine } from './ask';
import { useExternal } from './external';
import { Filters } from './filters';
import { Alerts, Footer } from './footer';
import { assistantIcon } from './icons';
import { CardList } from './list';
import { NoNotebook, State, statusText } from './states';
import type { IActions, IAssistant, INotebookAssistant, IView } from './tokens';
import { Variables } from './variables';
import { Visibility } from './visibility';

/** The side bar's widget; it follows the assistant's current notebook. */
export class AssistantPanel extends ReactWidget {
  constructor(
    private readonly _assistant: IAssistant,
    private readonly _openLog: () => void,
    private readonly _openStatus: () => void,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.id = 'jupyter-sciassist-panel';
    this.addClass('jp-sciassist');
    this.title.icon = assistantIcon;
    this.title.caption = _trans.__('Research Assistant');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('Research Assistant'));
  }

  /** The panel came before the user (true) or went (false). */
  get visibilityChanged(): ISignal<Widget, boolean> {
    return this._visibility.changed;
  }

  override processMessage(msg: Message): void {
    super.processMessage(msg);
    this._visibility.follow(msg);
  }

  protected override render(): JSX.Element {
    const trans = this._trans;
    const assistant = this._assistant;
    return (
      <UseSignal signal={assistant.changed}>
        {() => {
          const model = assistant.current;
          return model === null ? (
            <NoNotebook trans={trans} />
          ) : (
            <Followed
              model={model}
              openLog={this._openLog}
              openStatus={this._openStatus}
              trans={trans}
            />
          );
        }}
      </UseSignal>
    );
  }

  private readonly _visibility = new Visibility(this);
}

/** Draws whichever model it is given. */
function Followed(props: {
  model: INotebookAssistant;
  openLog: () => void;
  openStatus: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { model, ...others } = props;
  const view = useExternal(model.changed, () => model.view);
  return <Content view={view} actions={model} {...others} />;
}

/** The whole content for one notebook. */
export function Content(props: {
  view: IView;
  actions: IActions;
  openLog: () => void;
  openStatus: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, actions, trans } = props;
  return (
    <>
      <div className="jp-sciassist-header">
        <Toolbar {...props} />
        <Variables
          variables={view.variables}
          frozen={view.inUse}
          trans={trans}
        />
        {view.total > 0 && (
          <Filters
            variables={view.subjects}
            filter={view.filter}
            change={actions.filter.bind(actions)}
            trans={trans}
          />
        )}
        <StatusLine {...props} />
      </div>
      <div className="jp-sciassist-scroll">
        <State
          view={view}
          refresh={() => {
            actions.refresh();
          }}
          trans={trans}
        />
        {view.cards.length > 0 && (
          <CardList view={view} actions={actions} trans={trans} />
        )}
      </div>
      <Alerts view={view} />
      <AskLine view={view} actions={actions} trans={trans} />
      <Footer
        view={view}
        setName={actions.setName.bind(actions)}
        openLog={props.openLog}
        openStatus={props.openStatus}
        trans={trans}
      />
    </>
  );
}

function Toolbar(props: {
  view: IView;
  actions: IActions;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, actions, trans } = props;
  return (
    <div className="jp-sciassist-toolbar">
      <h2>{trans.__('Research Assistant')}</h2>
      <button
        className="jp-sciassist-tool"
        title={trans.__('Stop computing; the notebook’s cells go on')}
        aria-label={trans.__('Stop')}
        disabled={!view.working && !view.asking.busy && !view.asking.consulting}
        onClick={() => {
          actions.stop();
        }}
      >
        <stopIcon.react tag="span" />
      </button>
      <button
        className="jp-sciassist-tool"
        title={trans.__('Read the data again')}
        aria-label={trans.__('Refresh')}
        onClick={() => {
          actions.refresh();
        }}
      >
        <refreshIcon.react tag="span" />
      </button>
    </div>
  );
}

/** What goes on; its height is always one line, so that nothing below moves. */
function StatusLine(props: {
  view: IView;
  actions: IActions;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, actions, trans } = props;
  const { progress, working, held } = view;
  return (
    <div className="jp-sciassist-status">
      <span role="status" aria-live="polite">
        {statusText(view, trans)}
      </span>
      {working && progress !== null && (
        <progress
          aria-label={trans.__('Progress')}
          value={progress.done}
          max={Math.max(progress.total, 1)}
        />
      )}
      {held > 0 && (
        <button
          className="jp-sciassist-button"
          onClick={() => {
            actions.reorder();
          }}
        >
          {trans._n('%1 change: show', '%1 changes: show', held)}
        </button>
      )}
    </div>
  );
}
