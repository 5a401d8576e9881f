/** The chat's way to the kernel side of one notebook: small, because the conversation is loaded when it is opened. */

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Ask, Push } from '../tokens';

/** Requests of the chat, and what is said to them. */
export interface ILine {
  /** Send a request; its number, null where the kernel side is not there. */
  tell(request: Ask): number | null;
  /** What belongs to these requests, and that everything was stopped. */
  readonly pushed: ISignal<ILine, Push>;
}

/** Pushes after which nothing more comes. */
const LAST: ReadonlySet<Push['event']> = new Set(['done', 'completions']);

export class Line implements ILine {
  constructor(private readonly _send: (request: Ask) => number | null) {}

  get pushed(): ISignal<this, Push> {
    return this._pushed;
  }

  tell(request: Ask): number | null {
    const id = this._send(request);
    if (id !== null) {
      this._open.add(id);
    }
    return id;
  }

  /** Take a push that belongs to the chat; false for any other. */
  take(push: Push): boolean {
    if (push.event === 'stopped') {
      this._pushed.emit(push);
      return false;
    }
    if (!('re' in push) || push.re === null || !this._open.has(push.re)) {
      return false;
    }
    if (LAST.has(push.event)) {
      this._open.delete(push.re);
    }
    this._pushed.emit(push);
    return true;
  }

  /** The kernel is gone, and its numbers with it. */
  clear(): void {
    this._open.clear();
  }

  private readonly _open = new Set<number>();
  private readonly _pushed = new Signal<this, Push>(this);
}
