/** A model and a view for one document, and when the file is looked at again. */

import type { DocumentModel, DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { Debouncer } from '@lumino/polling';
import type { Panel } from '@lumino/widgets';
import { ReviewView } from './document';
import type { IReviewShell, ReviewContent } from './factory';
import { ReviewModel } from './model';
import { Watching } from './watching';
import type { IWorld } from './world';
import type { INotebookAssistant } from '../tokens';
import { isNotebook, needsOf, notebookOf } from './world';

const SETTLED_MS = 400;

/** Fill the document's content. */
export function attach(
  content: ReviewContent,
  context: DocumentRegistry.IContext<DocumentModel>,
  shell: IReviewShell
): void {
  const { world, openPath, trans } = shell;
  const model = new ReviewModel(needsOf(world, () => context.path));
  content.addWidget(new ReviewView(model, openPath, trans));
  content.follow(record => {
    model.show(record);
  });
  const watching = new Watching(
    () => model.refresh(),
    () => content.isVisible && !document.hidden
  );
  content.disposed.connect(() => {
    watching.dispose();
    model.dispose();
  });
  watch(world, context, content, watching);
  followKernel(world, context, content, {
    written: () => {
      watching.now();
    },
    changed: () => {
      model.lookAtData();
    }
  });
  follow(world, context, content, () => {
    void model.lookBeside();
  });
  context.pathChanged.connect(() => {
    void model.load();
  });
}

/** Look at once when the file or the page comes before the reader, soon after the notebook was saved. */
function watch(
  { contents }: IWorld,
  context: DocumentRegistry.IContext<DocumentModel>,
  content: ReviewContent,
  watching: Watching
): void {
  const now = (): void => {
    watching.now();
  };
  const saved = (_: unknown, { newValue }: Contents.IChangedArgs): void => {
    const path = newValue?.path ?? null;
    const local = (one: string): string => contents.localPath(one);
    // What a save made of accepted cells goes on record after it.
    if (path !== null && local(path) === notebookOf(local(context.path))) {
      watching.soon();
    }
  };
  context.fileChanged.connect(now);
  content.shown.connect(now);
  contents.fileChanged.connect(saved);
  window.addEventListener('focus', now);
  document.addEventListener('visibilitychange', now);
  content.disposed.connect(() => {
    contents.fileChanged.disconnect(saved);
    window.removeEventListener('focus', now);
    document.removeEventListener('visibilitychange', now);
  });
}

/** Hear of records that this page wrote, and of other data, while the notebook is the panel's. */
function followKernel(
  { assistant, contents }: IWorld,
  context: DocumentRegistry.IContext<DocumentModel>,
  content: Panel,
  told: { readonly written: () => void; readonly changed: () => void }
): void {
  let followed: INotebookAssistant | null = null;
  let known: string | null = null;
  const look = (): void => {
    const view = followed?.view;
    told.changed();
    const path = view === undefined ? null : contents.localPath(view.path);
    if (
      path === null ||
      path !== notebookOf(contents.localPath(context.path))
    ) {
      return;
    }
    const head = view?.ledger.head ?? null;
    if (head !== known) {
      known = head;
      told.written();
    }
  };
  const take = (): void => {
    followed?.changed.disconnect(look);
    followed = assistant.current;
    followed?.changed.connect(look);
    look();
  };
  assistant.changed.connect(take);
  take();
  content.disposed.connect(() => {
    assistant.changed.disconnect(take);
    followed?.changed.disconnect(look);
  });
}

/** Call `look` when the notebook beside the log is opened, edited or closed. */
function follow(
  world: IWorld,
  context: DocumentRegistry.IContext<DocumentModel>,
  content: Panel,
  look: () => void
): void {
  const { notebooks } = world;
  const soon = new Debouncer(look, SETTLED_MS);
  const changed = (): void => {
    void soon.invoke();
  };
  const take = (panel: NotebookPanel): void => {
    if (!isNotebook(world, panel, notebookOf(context.path))) {
      return;
    }
    panel.disposed.connect(changed);
    void panel.context.ready.then(() => {
      changed();
      panel.context.model.contentChanged.connect(changed);
      content.disposed.connect(() => {
        panel.context.model?.contentChanged.disconnect(changed);
      });
    });
  };
  const added = (_: INotebookTracker, panel: NotebookPanel): void => {
    take(panel);
  };
  notebooks.forEach(take);
  notebooks.widgetAdded.connect(added);
  content.disposed.connect(() => {
    notebooks.widgetAdded.disconnect(added);
    soon.dispose();
  });
}
