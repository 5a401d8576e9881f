/** The state of one review document: the lines, the filter, the selection, the notebook beside. */

import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { DataDrift } from '../badges/words';
import { dataDrift } from '../badges/words';
import { asFault } from '../faults';
import type { IFault } from '../tokens';
import { Acting } from './acting';
import { Checking } from './checking';
import type { Drift } from './drift';
import { Present, driftsOf } from './drift';
import type { IEntry, Targets } from './entry';
import { entryOf, targetsOf } from './entry';
import type { IReviewFilter } from './filter';
import { EVERYTHING, passing } from './filter';
import type { IRow } from './rows';
import { readRows } from './rows';
import { at, inLine } from './values';
import { notebookOf } from './world';
import type { IBeside, IReviewNeeds, IReviewView } from './tokens';

/** So long a look at what was read so far stands before the next. */
const REDRAW_MS = 400;

/** Whether two states of a notebook say the same of its log. */
function sameMark(
  one: IBeside | null | undefined,
  other: IBeside | null
): boolean {
  const mark = (beside: IBeside | null | undefined): string =>
    inLine(at(beside?.metadata, 'sciassist') ?? null);
  return (
    ((one ?? null) === null) === (other === null) && mark(one) === mark(other)
  );
}

/** Reads a log again whenever it was written; selection and filter stay. */
export class ReviewModel implements IDisposable {
  constructor(private readonly _needs: IReviewNeeds) {
    this.acting = new Acting(_needs.server, _needs.path, {
      changed: () => {
        this._emit();
      },
      written: () => {
        _needs.wrote();
        void this.load();
      }
    });
    this._checking = new Checking(() => {
      this._emit();
    });
    this._view = this._draw();
  }

  /** What is asked of the server. */
  readonly acting: Acting;

  get view(): IReviewView {
    return this._view;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The name under which the reader goes on record; empty for none. */
  get name(): string {
    return this._needs.name();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._reading.abort();
    this._checking.stop();
    Signal.clearData(this);
  }

  /** Read the file; what was being read is left. */
  async load(): Promise<void> {
    this._reading.abort();
    const reading = new AbortController();
    this._reading = reading;
    const { signal } = reading;
    try {
      const stamp = await this._needs.stamp();
      const bytes = await this._needs.read(signal);
      this._stamp = stamp;
      await this._take(bytes, signal);
      await this.lookBeside();
      signal.throwIfAborted();
      await this._check();
    } catch (error) {
      if (!signal.aborted) {
        this._fail(error);
      }
    }
  }

  /** Read the file again if it was written since; whether it was. */
  async refresh(): Promise<boolean> {
    try {
      const stamp = await this._needs.stamp();
      const isOther = stamp !== this._stamp;
      if (isOther || this._fault !== null) {
        await this.load();
      }
      return isOther;
    } catch (error) {
      this._fail(error);
      return false;
    }
  }

  /** The variables in the kernel may be others. */
  lookAtData(): void {
    if (this._dataNow() !== this._view.data) {
      this._emit();
    }
  }

  /** The notebook beside the log is another, or was edited. */
  async lookBeside(): Promise<void> {
    const beside = await this._besideNow();
    const isOther = !sameMark(this._beside, beside);
    this._beside = beside;
    this._follow();
    this._emit();
    if (isOther && this._checking.checked.state === 'done') {
      await this._check();
    }
  }

  /** Choose a record by its key. */
  select(key: string | null): void {
    this._selected = key;
    this._open();
    this._emit();
  }

  /** Choose a record by its id or hash, as soon as it is read; a filter that hides it is lifted. */
  show(record: string): void {
    this._wanted = record;
    this._meet();
  }

  private _meet(): void {
    const wanted = this._wanted;
    const row = this._rows.find(
      one => one.hash === wanted || (one.id !== '' && one.id === wanted)
    );
    if (row === undefined) {
      return;
    }
    this._wanted = null;
    if (!this._shown.includes(row)) {
      this.filter(EVERYTHING);
    }
    this.select(row.key);
  }

  filter(filter: IReviewFilter): void {
    this._filter = filter;
    this._sift();
    this._emit();
  }

  /** Rows come in slices; at first the first are drawn before the last are read. */
  private async _take(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const rows: IRow[] = [];
    const isFirst = !this._read;
    let next = 0;
    await readRows(
      bytes,
      slice => {
        rows.push(...slice);
        if (isFirst && performance.now() >= next) {
          this._keep(bytes, rows);
          this._emit();
          next = performance.now() + REDRAW_MS;
        }
      },
      signal
    );
    signal.throwIfAborted();
    this._read = true;
    this._fault = null;
    this._keep(bytes, rows);
    this._emit();
    this._meet();
    const [latest] = this._shown;
    const isFree = this._selected === null && this._wanted === null;
    if (isFirst && isFree && latest !== undefined) {
      this.select(latest.key);
    }
  }

  /** A notebook that cannot be read is told; the log is checked without it. */
  private async _besideNow(): Promise<IBeside | null> {
    this._besideFault = null;
    try {
      return await this._needs.notebook();
    } catch (error) {
      this._besideFault = asFault(error);
      return null;
    }
  }

  private async _check(): Promise<void> {
    const { metadata } = this._beside ?? {};
    const notebook = metadata === undefined ? null : { metadata };
    await this._checking.run(this._bytes, notebook);
  }

  private _keep(bytes: Uint8Array, rows: readonly IRow[]): void {
    this._bytes = bytes;
    this._rows = [...rows];
    this._latestFirst = [...rows].reverse();
    this._byKey = new Map(rows.map(row => [row.key, row]));
    this._targets = targetsOf(rows);
    this._follow();
    this._open();
  }

  /** Where the cells of the acceptances are now. */
  private _follow(): void {
    const cells = this._beside?.cells;
    this._present = cells === undefined ? null : new Present(cells, this._rows);
    this._drifts =
      this._present === null ? new Map() : driftsOf(this._rows, this._present);
    this._sift();
  }

  private _sift(): void {
    this._shown = passing(this._latestFirst, this._filter, this._drifts);
  }

  /** Read the selected record whole. */
  private _open(): void {
    const row = this._byKey.get(this._selected ?? '');
    this._entry =
      row === undefined
        ? null
        : entryOf(this._bytes, row, this._targets, this._byKey);
  }

  private _fail(error: unknown): void {
    this._fault = asFault(error);
    this._emit();
  }

  private _emit(): void {
    if (!this._isDisposed) {
      this._view = this._draw();
      this._changed.emit();
    }
  }

  private _draw(): IReviewView {
    const path = this._needs.path();
    return {
      path,
      notebook: notebookOf(path),
      hasNotebook: this._beside === undefined ? null : this._beside !== null,
      read: this._read,
      fault: this._fault,
      besideFault: this._besideFault,
      rows: this._rows,
      shown: this._shown,
      filter: this._filter,
      drifts: this._drifts,
      selected: this._selected,
      entry: this._entry,
      now: this._now(),
      data: this._dataNow(),
      busy: this.acting.busy,
      outcome: this.acting.last,
      checked: this._checking.checked,
      faults: this._checking.faults
    };
  }

  private _now(): IReviewView['now'] {
    const accepted = this._entry?.row.accepted ?? null;
    if (accepted === null || this._present === null) {
      return null;
    }
    const found = this._present.find(accepted);
    const cell = this._present.cells[found.index ?? -1];
    return { ...found, source: cell?.source ?? null };
  }

  private _dataNow(): DataDrift {
    const recorded = this._entry?.data ?? null;
    if (recorded === null) {
      return null;
    }
    const profile = this._needs
      .profiles()
      .find(one => one.variable === recorded.name);
    return dataDrift(recorded, profile?.fingerprint ?? null);
  }

  private _view: IReviewView;
  private _isDisposed = false;
  private readonly _checking: Checking;
  private _reading = new AbortController();
  private _stamp = '';
  private _bytes: Uint8Array = new Uint8Array();
  private _rows: readonly IRow[] = [];
  private _latestFirst: readonly IRow[] = [];
  private _shown: readonly IRow[] = [];
  private _byKey: ReadonlyMap<string, IRow> = new Map();
  private _targets: Targets = new Map();
  /** Undefined until it was looked for. */
  private _beside: IBeside | null | undefined = undefined;
  private _present: Present | null = null;
  private _drifts: ReadonlyMap<string, Drift> = new Map();
  private _filter: IReviewFilter = EVERYTHING;
  private _selected: string | null = null;
  private _entry: IEntry | null = null;
  /** The record that is to be shown once it is read. */
  private _wanted: string | null = null;
  private _read = false;
  private _fault: IFault | null = null;
  private _besideFault: IFault | null = null;
  private readonly _changed = new Signal<this, void>(this);
}
