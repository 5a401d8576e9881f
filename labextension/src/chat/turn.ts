/** One message and its reply, while the reply is awaited. No DOM. */

import { stops } from '../pushes';
import type { IFault, Push } from '../tokens';
import { Pace } from './pace';
import type { IReply } from './records';

/** The kernel side sends as often at most; this guards the page against one that does not. */
const DRAWN_MS = 100;

export interface ITurnListener {
  /** The whole reply so far. */
  replied(reply: IReply): void;
  failed(fault: IFault): void;
  /** The model is asked, or nothing is awaited any more. */
  changed(): void;
  ended(stopped: boolean): void;
}

/** The pushes of one request, in order. */
export class Turn {
  constructor(
    readonly id: number,
    private readonly _listener: ITurnListener
  ) {}

  /** The model writes. */
  get consulting(): boolean {
    return this._consulting;
  }

  /** The answer was cut off by something else than a wish. */
  get cut(): boolean {
    return this._cut;
  }

  take(push: Push): boolean {
    if (stops(push, this.id)) {
      this.end(true);
      return true;
    }
    if (!('re' in push) || push.re !== this.id) {
      return false;
    }
    switch (push.event) {
      case 'reply':
        this._pace.take(push.reply);
        break;
      case 'consulting':
        this._consulting = true;
        this._listener.changed();
        break;
      case 'error':
        this._pace.flush();
        this._listener.failed(push.fault);
        break;
      case 'done':
        this.end(push.stopped);
        break;
    }
    return true;
  }

  /** Nothing more is awaited; what is held back is shown. */
  end(stopped: boolean, cut = false): void {
    if (!this._ended) {
      this._ended = true;
      this._cut = cut;
      this._pace.flush();
      this._listener.ended(stopped);
    }
  }

  private _consulting = false;
  private _ended = false;
  private _cut = false;
  private readonly _pace = new Pace<IReply>(DRAWN_MS, reply => {
    this._listener.replied(reply);
  });
}
