/** The places of the chat, there from the start and empty: what is in them is loaded when one is first seen. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';
import { Panel } from '@lumino/widgets';
import { chatIcon } from '../icons';
import { Visibility } from '../visibility';

/** One place: the side bar, or a tab. */
export class ChatShell extends Panel {
  constructor(
    readonly area: 'sidebar' | 'main',
    /** Path of the notebook it is about; null where it follows the current one. */
    private _path: string | null,
    trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-sciassist');
    this.addClass('jp-sciassist-chat');
    this.title.icon = chatIcon;
    this.title.caption = trans.__('Chat about the notebook’s data');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Chat'));
  }

  get path(): string | null {
    return this._path;
  }

  set path(path: string | null) {
    this._path = path;
  }

  /** It came before the person, or went. */
  get visibilityChanged(): ISignal<Widget, boolean> {
    return this._visibility.changed;
  }

  /** The person opened it and wants to type: true once. */
  takeFocusWish(): boolean {
    const wished = this._wished;
    this._wished = false;
    return wished;
  }

  /** Put the cursor into the line, now or when it is there. */
  focusLine(): void {
    const line = this.node.querySelector<HTMLElement>(
      '.jp-chat-input-container textarea'
    );
    this._wished = line === null;
    line?.focus();
  }

  override processMessage(msg: Message): void {
    super.processMessage(msg);
    this._visibility.follow(msg);
  }

  private _wished = false;
  private readonly _visibility = new Visibility(this);
}
