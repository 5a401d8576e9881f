/** The hashes of a log, recomputed here: how far that is, and what came of it. */

import type { JSONValue } from '@lumino/coreutils';
import type { IReport } from '../provenance/report';
import { verify } from '../provenance/verify';

/** What the verification says so far. */
export type Checked =
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly done: number; readonly total: number }
  | { readonly state: 'done'; readonly report: IReport };

const REDRAW_MS = 100;

/** Checks one log at a time; a new one takes the place of the one that runs. */
export class Checking {
  /** `changed` after every step. */
  constructor(private readonly _changed: () => void) {}

  get checked(): Checked {
    return this._checked;
  }

  /** Why each line that does not hold does not, as far as they were counted out. */
  get faults(): ReadonlyMap<number, string> {
    return this._faults;
  }

  stop(): void {
    this._running.abort();
  }

  /** Check the bytes against the notebook beside them; rejects with nothing but an abort. */
  async run(bytes: Uint8Array, notebook: JSONValue | null): Promise<void> {
    this._running.abort();
    const running = new AbortController();
    this._running = running;
    let next = 0;
    try {
      const report = await verify(bytes, {
        notebook,
        signal: running.signal,
        progress: (done, total) => {
          if (performance.now() >= next) {
            this._tell({ state: 'running', done, total });
            next = performance.now() + REDRAW_MS;
          }
        }
      });
      this._faults = new Map(
        report.faults.map(({ line, reason }) => [line, reason])
      );
      this._tell({ state: 'done', report });
    } catch (error) {
      if (!running.signal.aborted) {
        throw error;
      }
    }
  }

  private _tell(checked: Checked): void {
    this._checked = checked;
    this._changed();
  }

  private _checked: Checked = { state: 'waiting' };
  private _faults: ReadonlyMap<number, string> = new Map();
  private _running = new AbortController();
}
