/** When a log that is before the reader is looked at again: rarely while nothing happens, at once when something does. */

import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';

const SHORTEST_MS = 3000;
const LONGEST_MS = 60_000;

/** Looks at a file until it is disposed. */
export class Watching implements IDisposable {
  /**
   * @param look - Looks whether the file was written, and tells so.
   * @param isShown - Only what is before the reader is kept up to date.
   */
  constructor(
    private readonly _look: () => Promise<boolean>,
    isShown: () => boolean
  ) {
    this._poll = new Poll({
      name: 'jupyter-sciassist:review',
      frequency: { interval: SHORTEST_MS, backoff: true, max: LONGEST_MS },
      standby: () => !isShown(),
      factory: () => this._lookOnce()
    });
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    this._poll.dispose();
  }

  /** Look at once. */
  now(): void {
    this._wait(SHORTEST_MS);
    // A look that is on its way may have come too early.
    this._again = true;
    void this._poll.refresh();
  }

  /** Look in a moment, and then as often as in the beginning. */
  soon(): void {
    this._wait(SHORTEST_MS);
    void this._poll.schedule({ interval: SHORTEST_MS / 2, phase: 'started' });
  }

  private async _lookOnce(): Promise<void> {
    let changed: boolean;
    do {
      this._again = false;
      changed = await this._look();
    } while (this._again && !this.isDisposed);
    const { interval } = this._poll.frequency;
    this._wait(changed ? SHORTEST_MS : Math.min(2 * interval, LONGEST_MS));
  }

  private _wait(interval: number): void {
    this._poll.frequency = { ...this._poll.frequency, interval };
  }

  private readonly _poll: Poll<void>;
  private _again = false;
}
