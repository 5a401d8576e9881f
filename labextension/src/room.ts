/** Where the window is too narrow for both side bars, the one on the left closes when one of ours opens. */

import type { ILabShell } from '@jupyterlab/application';
import type { ISignal } from '@lumino/signaling';

/** Pixels that hold both side bars at their narrowest and a notebook that can still be read. */
const BOTH = 900;

/** What of JupyterLab's shell is used here. */
type Shell = Pick<ILabShell, 'collapseLeft' | 'leftCollapsed' | 'node'>;

/** A place in the right side bar. */
export interface ISidePlace {
  /** It came before the person, or went. */
  readonly visibilityChanged: ISignal<unknown, boolean>;
}

/** Make room for a place whenever it comes before the person. */
export function makeRoomFor(place: ISidePlace, shell: Shell): void {
  place.visibilityChanged.connect((_, visible) => {
    if (visible && !shell.leftCollapsed && shell.node.clientWidth < BOTH) {
      shell.collapseLeft();
    }
  });
}
