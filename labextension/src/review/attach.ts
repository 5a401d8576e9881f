/** A model and a view for one document, and when the file is looked at again. */

import type { DocumentModel, DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { Debouncer, Poll } from '@lumino/polling';
import type { Panel } from '@lumino/widgets';
import { ReviewView } from './document';
import type { IReviewShell, ReviewContent } from './factory';
import { ReviewModel } from './model';
import type { IWorld } from './world';
import { isNotebook, needsOf, notebookOf } from './world';

const LOOK_MS = 3000;
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
  const poll = new Poll({
    name: 'jupyter-sciassist:review',
    frequency: { interval: LOOK_MS, backoff: true, max: 20 * LOOK_MS },
    // Only a document that is before the reader is kept up to date.
    standby: () => !content.isVisible || document.hidden,
    factory: () => model.refresh()
  });
  content.disposed.connect(() => {
    poll.dispose();
    model.dispose();
  });
  follow(world, context, content, () => {
    void model.lookBeside();
  });
  context.pathChanged.connect(() => {
    void model.load();
  });
  context.fileChanged.connect(() => {
    void poll.refresh();
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
