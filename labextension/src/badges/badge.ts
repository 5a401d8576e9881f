/** The badge above a cell: icon and words, a button where there is a record to open. */

import { Widget } from '@lumino/widgets';
import type { BadgeKind } from './blame';
import { badgeIcons } from './icons';

/** What a badge shows. `label` names the button, `open` is null where there is nothing to open. */
export interface IBadgeView {
  readonly kind: BadgeKind;
  readonly text: string;
  readonly label: string;
  readonly open: (() => void) | null;
}

const TIP = 'aria-description';

/** One badge. Its tooltip is made when the pointer or the focus comes, for data change meanwhile. */
export class Badge extends Widget {
  constructor(private readonly _describe: () => string) {
    super();
    this.addClass('jp-sciassist-provenance');
  }

  /** Show that; what stands there already stays untouched, with its focus. */
  tell(view: IBadgeView): void {
    const before = this._view;
    this._view = view;
    if (
      before !== null &&
      before.kind === view.kind &&
      before.text === view.text &&
      before.label === view.label &&
      (before.open === null) === (view.open === null)
    ) {
      return;
    }
    if (
      this._mark === null ||
      (before !== null && (before.open === null) !== (view.open === null))
    ) {
      this._build(view.open !== null);
    }
    this._fill(view);
  }

  private _build(opens: boolean): void {
    const mark = document.createElement(opens ? 'button' : 'span');
    mark.className = 'jp-sciassist-provenance-mark';
    if (opens) {
      mark.setAttribute('type', 'button');
      // Else Enter and Space are the notebook's, which starts editing the cell.
      mark.setAttribute('data-lm-suppress-shortcuts', 'true');
      mark.addEventListener('click', () => {
        this._view?.open?.();
      });
    }
    const describe = (): void => {
      const told = this._describe();
      mark.title = told;
      mark.setAttribute(TIP, told);
    };
    mark.addEventListener('pointerenter', describe);
    mark.addEventListener('focus', describe);
    this.node.replaceChildren(mark);
    this._mark = mark;
  }

  private _fill(view: IBadgeView): void {
    const mark = this._mark;
    if (mark === null) {
      return;
    }
    mark.dataset['kind'] = view.kind;
    if (view.open !== null) {
      mark.setAttribute('aria-label', view.label);
    }
    const text = document.createElement('span');
    text.textContent = view.text;
    const icon = badgeIcons[view.kind].element({ tag: 'span' });
    icon.setAttribute('aria-hidden', 'true');
    mark.replaceChildren(icon, text);
  }

  private _view: IBadgeView | null = null;
  private _mark: HTMLElement | null = null;
}
