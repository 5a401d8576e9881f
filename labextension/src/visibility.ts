/** Whether a widget is before the person. */

import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

/** Tells when one widget came before the person, or went. */
export class Visibility {
  constructor(private readonly _widget: Widget) {
    this._changed = new Signal<Widget, boolean>(_widget);
  }

  get changed(): ISignal<Widget, boolean> {
    return this._changed;
  }

  /** To be called with every message of the widget, after the widget has taken it. */
  follow({ type }: Message): void {
    if (type === 'after-show' || type === 'after-attach') {
      this._changed.emit(this._widget.isVisible);
    } else if (type === 'after-hide' || type === 'before-detach') {
      this._changed.emit(false);
    }
  }

  private readonly _changed: Signal<Widget, boolean>;
}
