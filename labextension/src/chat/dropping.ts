/** Cells that are dragged into the chat, and text that is dragged out of an output. */

import type * as nbformat from '@jupyterlab/nbformat';
import type { Drag } from '@lumino/dragdrop';
import { ERROR } from '../budgets';
import type { IAttachment } from './records';
import { attachmentsOf } from './outputs';

/** What JupyterLab's notebooks drag. */
const CELLS = 'application/vnd.jupyter.cells';
const HOVER = 'jp-mod-dropping';

/** Attach what is dropped on a node. */
export function acceptDrops(
  node: HTMLElement,
  attach: (attachments: readonly IAttachment[]) => void,
  cellOf: (inside: Element) => string | null
): void {
  const hover = (over: boolean): void => {
    node.classList.toggle(HOVER, over);
  };
  const drag = (name: string, act: (event: Drag.Event) => void): void => {
    node.addEventListener(name, event => {
      const dragged = event as Drag.Event;
      if (dragged.mimeData.hasData(CELLS)) {
        dragged.preventDefault();
        dragged.stopPropagation();
        act(dragged);
      }
    });
  };
  drag('lm-dragenter', () => undefined);
  drag('lm-dragleave', () => {
    hover(false);
  });
  drag('lm-dragover', event => {
    // Between two nodes within, the one that is left speaks last.
    hover(true);
    event.dropAction = 'copy';
  });
  drag('lm-drop', event => {
    hover(false);
    event.dropAction = 'copy';
    const cells = event.mimeData.getData(CELLS) as nbformat.ICell[];
    attach(cells.flatMap(attachmentsOf));
  });
  acceptSelections(node, hover, attach, () => selectedOutput(cellOf));
}

/** Selected text of an output; text from anywhere else goes where it is dropped. */
function acceptSelections(
  node: HTMLElement,
  hover: (over: boolean) => void,
  attach: (attachments: readonly IAttachment[]) => void,
  selected: () => IAttachment | null
): void {
  node.addEventListener('dragover', event => {
    if (selected() !== null) {
      event.preventDefault();
      hover(true);
    }
  });
  node.addEventListener('dragleave', () => {
    hover(false);
  });
  node.addEventListener('drop', event => {
    const output = selected();
    hover(false);
    if (output !== null) {
      event.preventDefault();
      attach([output]);
    }
  });
}

/** What is selected, where it is all in the output of one cell. */
function selectedOutput(
  cellOf: (inside: Element) => string | null
): IAttachment | null {
  const selection = document.getSelection();
  const area = selection?.anchorNode?.parentElement?.closest('.jp-OutputArea');
  const id = area instanceof Element ? cellOf(area) : null;
  const text = selection?.toString().trim() ?? '';
  return id === null || text === ''
    ? null
    : { kind: 'output', name: id, text: text.slice(0, ERROR) };
}
