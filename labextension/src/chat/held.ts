/** Enter that comes too early: the message stays in its line, or an edited one here, and is sent when it can be. No DOM. */

import type { IInputModel } from '@jupyter/chat';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IConversation } from './tokens';

/** What of the line is used here. */
type Input = Pick<IInputModel, 'value' | 'valueChanged'>;

/** The message of one line that waits to be taken, and the edited message that does. */
export class Held {
  constructor(
    private readonly _conversation: IConversation,
    private readonly _input: Input
  ) {
    _conversation.changed.connect(this._retry, this);
    _input.valueChanged.connect(this._look, this);
  }

  get waits(): boolean {
    return this._text !== null;
  }

  /** What an edited message is to say, while it waits. */
  get edited(): string | null {
    return this._edit?.text ?? null;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  dispose(): void {
    this._conversation.changed.disconnect(this._retry, this);
    this._input.valueChanged.disconnect(this._look, this);
    Signal.clearData(this);
  }

  /** Send the text of the line, now or as soon as the conversation takes it. */
  send(text: string): void {
    // The conversation tells of changes while it takes a message: it must not be sent twice.
    this._text = null;
    if (this._conversation.send(text)) {
      this._input.value = '';
    } else if (text.trim() !== '' && this._soon) {
      this._text = text;
    }
    this._changed.emit();
  }

  /** Say a message anew, now or as soon as the conversation takes it. */
  edit(id: string, text: string): void {
    this._edit = null;
    if (!this._conversation.edit(id, text) && this._edits(id, text)) {
      this._edit = { id, text };
    }
    this._changed.emit();
  }

  /** The edited message stays as it was. */
  drop(): void {
    this._edit = null;
    this._changed.emit();
  }

  /** An edit that says something, of a message that is still there. */
  private _edits(id: string, text: string): boolean {
    const { messages } = this._conversation.view;
    return text.trim() !== '' && messages.some(one => one.id === id);
  }

  /** What is awaited comes by itself; a kernel that is dead or not there needs the person, who may then want another answer. */
  private get _soon(): boolean {
    const { answering, loading, assistant } = this._conversation.view;
    const { name } = assistant.link;
    return (
      answering !== null || loading || name === 'starting' || name === 'waiting'
    );
  }

  private _retry(): void {
    if (this._edit !== null) {
      this.edit(this._edit.id, this._edit.text);
    }
    if (this._text !== null) {
      this.send(this._text);
    }
  }

  /** Who changes the text has thought better of it. */
  private _look(): void {
    if (this._text !== null && this._input.value !== this._text) {
      this._text = null;
      this._changed.emit();
    }
  }

  private _text: string | null = null;
  private _edit: { id: string; text: string } | null = null;
  private readonly _changed = new Signal<this, void>(this);
}
