/** What is asked beside the conversation: names to complete, and what would be sent to the model. No DOM. */

import type { Push } from '../tokens';
import type { ILine } from './line';
import type { CompletionKind, ICompletion, IPiecesView, ISaid } from './tokens';

/** Completions by the number of their request. */
export class Completing {
  constructor(private readonly _line: ILine) {}

  /** The names of a kind that begin so; none where the kernel side is not there. */
  ask(kind: CompletionKind, prefix: string): Promise<readonly ICompletion[]> {
    const id = this._line.tell({ do: 'complete', kind, prefix });
    if (id === null) {
      return Promise.resolve([]);
    }
    return new Promise(resolve => {
      this._awaited.set(id, resolve);
    });
  }

  take(push: Push): boolean {
    const resolve = this._of(push);
    if (resolve === undefined) {
      return false;
    }
    resolve(push.event === 'completions' ? push.items : []);
    return true;
  }

  /** Nothing more will come. */
  end(): void {
    for (const resolve of this._awaited.values()) {
      resolve([]);
    }
    this._awaited.clear();
  }

  private _of(
    push: Push
  ): ((items: readonly ICompletion[]) => void) | undefined {
    const id = 're' in push ? push.re : null;
    if (id === null) {
      return undefined;
    }
    const resolve = this._awaited.get(id);
    this._awaited.delete(id);
    return resolve;
  }

  private readonly _awaited = new Map<
    number,
    (items: readonly ICompletion[]) => void
  >();
}

/** The list is not open. */
export const CLOSED: IPiecesView = {
  open: false,
  awaited: false,
  pieces: [],
  window: null,
  exact: false,
  fault: null,
  without: new Set()
};

/** The list of what would be sent, and what of it is left out of the next message. */
export class Pieces {
  constructor(private readonly _line: ILine) {}

  get view(): IPiecesView {
    return this._view;
  }

  /** Ask what would be sent. */
  open(said: ISaid): void {
    this._id = this._line.tell({ do: 'preview', ...said });
    const awaited = this._id !== null;
    this._view = { ...this._view, open: true, awaited, fault: null };
  }

  close(): void {
    this._id = null;
    this._view = { ...this._view, open: false, awaited: false };
  }

  leaveOut(piece: string, out: boolean): void {
    const without = new Set(this._view.without);
    if (out) {
      without.add(piece);
    } else {
      without.delete(piece);
    }
    this._view = { ...this._view, without };
  }

  /** The message was sent: the next one is another. */
  reset(): void {
    this._id = null;
    this._view = CLOSED;
  }

  take(push: Push): boolean {
    if (!('re' in push) || this._id === null || push.re !== this._id) {
      return false;
    }
    switch (push.event) {
      case 'pieces': {
        const { pieces, window, exact } = push;
        this._view = { ...this._view, pieces, window, exact };
        break;
      }
      case 'error':
        this._view = { ...this._view, fault: push.fault };
        break;
      case 'done':
        this._id = null;
        this._view = { ...this._view, awaited: false };
        break;
    }
    return true;
  }

  private _id: number | null = null;
  private _view = CLOSED;
}
