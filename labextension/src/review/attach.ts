/** A model and a view for one document, and when the file is looked at again. */

import type { DocumentModel, DocumentRegistry } from '@jupyterlab/docregistry';
import { Poll } from '@lumino/polling';
import type { Panel } from '@lumino/widgets';
import { ReviewView } from './document';
import type { IReviewShell } from './factory';
import { ReviewModel } from './model';
import { needsOf } from './world';

const LOOK_MS = 3000;

/** Fill the document's content. */
export function attach(
  content: Panel,
  context: DocumentRegistry.IContext<DocumentModel>,
  shell: IReviewShell
): void {
  const { world, openPath, trans } = shell;
  const model = new ReviewModel(needsOf(world, () => context.path));
  content.addWidget(new ReviewView(model, openPath, trans));
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
  context.fileChanged.connect(() => {
    void poll.refresh();
  });
}
