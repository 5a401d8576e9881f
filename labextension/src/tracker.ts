/** Follows the notebooks: one model each, the current one in the panel. */

import type { ISessionContext } from '@jupyterlab/apputils';
import type { CodeCell } from '@jupyterlab/cells';
import type {
  INotebookTracker,
  Notebook,
  NotebookPanel
} from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { NotebookCells } from './cells';
import { KernelLink } from './kernel';
import { NotebookModel } from './model';
import type { IAssistant, INeeds } from './tokens';

/** What the tracker hands on to the models. */
export interface ITrackerNeeds extends Pick<
  INeeds,
  'server' | 'consent' | 'settings' | 'setName'
> {
  readonly notebooks: INotebookTracker;
}

/** The assistant that follows the current notebook. */
export class Tracker implements IAssistant {
  constructor(private readonly _needs: ITrackerNeeds) {
    const { notebooks } = _needs;
    notebooks.currentChanged.connect(this._follow, this);
    NotebookActions.executionScheduled.connect((_, { notebook }) => {
      this._modelOf(notebook)?.setRunning(true);
    });
    NotebookActions.executed.connect((_, { notebook }) => {
      this._modelOf(notebook)?.setRunning(isRunning(notebook));
      this._modelOf(notebook)?.executed();
    });
    this._follow();
  }

  get current(): NotebookModel | null {
    return this._current;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether the panel, or the chat, is before the user. */
  setVisible(where: 'panel' | 'chat', visible: boolean): void {
    if (visible) {
      this._visible.add(where);
    } else {
      this._visible.delete(where);
    }
    this._current?.setActive(this._visible.size > 0);
  }

  /** The logs of some notebooks, by their paths, were written elsewhere. */
  logChanged(isMeant: (path: string) => boolean): void {
    for (const [panel, model] of this._models) {
      if (isMeant(panel.context.path)) {
        model.logChanged();
      }
    }
  }

  settingsChanged(): void {
    for (const model of this._models.values()) {
      model.settingsChanged();
    }
  }

  private _follow(): void {
    const panel = this._needs.notebooks.currentWidget;
    const model = panel === null ? null : this.of(panel);
    if (model === this._current) {
      return;
    }
    this._current?.setActive(false);
    this._current = model;
    model?.setActive(this._visible.size > 0);
    this._changed.emit();
  }

  /** The assistant of one notebook. */
  of(panel: NotebookPanel): NotebookModel {
    const known = this._models.get(panel);
    if (known !== undefined) {
      return known;
    }
    const { server, consent, settings, setName } = this._needs;
    const model = new NotebookModel({
      notebook: new NotebookCells(panel),
      server,
      consent,
      settings,
      setName,
      now: () => performance.now()
    });
    this._models.set(panel, model);
    panel.disposed.connect(() => {
      this._models.delete(panel);
      model.dispose();
    });
    panel.context.pathChanged.connect(() => {
      model.logChanged();
    });
    followKernel(panel.sessionContext, model);
    panel.sessionContext.statusChanged.connect(() => {
      if (!panel.isDisposed) {
        model.setRunning(isRunning(panel.content));
      }
    });
    return model;
  }

  private _modelOf(notebook: Notebook): NotebookModel | undefined {
    for (const [panel, model] of this._models) {
      if (panel.content === notebook) {
        return model;
      }
    }
    return undefined;
  }

  private _current: NotebookModel | null = null;
  private readonly _visible = new Set<'panel' | 'chat'>();
  private readonly _models = new Map<NotebookPanel, NotebookModel>();
  private readonly _changed = new Signal<this, void>(this);
}

function followKernel(session: ISessionContext, model: NotebookModel): void {
  const relink = (): void => {
    const kernel = session.session?.kernel ?? null;
    if (model.isDisposed || (kernel === null && !session.hasNoKernel)) {
      // One is being started: the next signal tells.
      return;
    }
    model.setLink(kernel === null ? null : new KernelLink(kernel));
  };
  session.kernelChanged.connect(relink);
  if (session.session?.kernel) {
    relink();
  } else {
    void session.ready.then(() => {
      if (!session.session?.kernel) {
        relink();
      }
    });
  }
}

/** The cells know; the kernel's status says `idle` after any traffic on a subshell. */
function isRunning(notebook: Notebook): boolean {
  return notebook.widgets.some(
    cell =>
      cell.model.type === 'code' &&
      (cell as CodeCell).model.executionState === 'running'
  );
}
