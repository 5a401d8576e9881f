/** One record whole, and what other records say of it. */

import type { IRow } from './rows';
import { decoded, parsed, removedOf } from './rows';
import { at, list, text } from './values';

/** A value that can be removed, or a place from which one was. */
export interface IOpenable {
  readonly pointer: string;
  /** Undefined where it was removed. */
  readonly value: unknown;
  /** Why it was removed, where that is on record. */
  readonly reason: string | null;
  /** It was left out when the record was written. */
  readonly withheld: boolean;
}

/** What the detail pane shows. */
export interface IEntry {
  readonly row: IRow;
  readonly seq: number | null;
  readonly body: unknown;
  readonly openables: readonly IOpenable[];
  /** The whole line as it stands in the file. */
  readonly raw: string;
  /** The record of the session in which it was made. */
  readonly session: unknown;
  /** Records that speak of this one, in file order. */
  readonly notes: readonly INoteBy[];
  readonly replays: readonly IReplay[];
  /** What the last save on record left of its cell. */
  readonly saved: ISaved | null;
}

/** A note that a reader left. */
export interface INoteBy {
  readonly row: IRow;
  readonly text: string | null;
}

/** A replay that is on record. */
export interface IReplay {
  readonly row: IRow;
  readonly body: unknown;
}

/** The state of a cell at a save. */
export interface ISaved {
  readonly ts: string;
  readonly state: string | null;
  readonly outputs: string | null;
}

/** Records by what they speak of. */
export type Targets = ReadonlyMap<string, readonly IRow[]>;

/** The records that name another, by that one's hash. */
export function targetsOf(rows: readonly IRow[]): Targets {
  const found = new Map<string, IRow[]>();
  for (const row of rows) {
    for (const target of row.targets) {
      const named = found.get(target) ?? [];
      named.push(row);
      found.set(target, named);
    }
  }
  return found;
}

/** Read the record of a row, and those that speak of it. */
export function entryOf(
  bytes: Uint8Array,
  row: IRow,
  targets: Targets,
  rows: ReadonlyMap<string, IRow>
): IEntry {
  const data = parsed(bytes, row);
  const about = targets.get(row.key) ?? [];
  const session = rows.get(text(at(data, 'core', 'body', 'session')) ?? '');
  const seq = at(data, 'core', 'seq');
  return {
    row,
    seq: typeof seq === 'number' ? seq : null,
    body: at(data, 'core', 'body'),
    openables: openablesOf(data, reasonsOf(bytes, about)),
    raw: decoded(bytes, row),
    session:
      session === undefined
        ? undefined
        : at(parsed(bytes, session), 'core', 'body'),
    notes: about
      .filter(one => one.type === 'review.note')
      .map(one => ({ row: one, text: one.title })),
    replays: about
      .filter(one => one.type === 'evidence.replayed')
      .map(one => ({
        row: one,
        body: at(parsed(bytes, one), 'core', 'body')
      })),
    saved: savedOf(bytes, row, about)
  };
}

/** The value open at a pointer; undefined where there is none or it was removed. */
export function opened(entry: IEntry, pointer: string): unknown {
  return entry.openables.find(one => one.pointer === pointer)?.value;
}

/** Whether a value was there and is removed. */
export function isRemoved(entry: IEntry, pointer: string): boolean {
  return entry.row.removed.includes(pointer);
}

function savedOf(
  bytes: Uint8Array,
  row: IRow,
  about: readonly IRow[]
): ISaved | null {
  const last = about.filter(one => one.type === 'cell.state').at(-1);
  if (last === undefined) {
    return null;
  }
  const cells = at(parsed(bytes, last), 'core', 'body', 'cells');
  const cell = list(cells).find(one => at(one, 'record') === row.hash);
  return {
    ts: last.ts,
    state: text(at(cell, 'state')),
    outputs: text(at(cell, 'outputs'))
  };
}

function openablesOf(
  data: unknown,
  reasons: ReadonlyMap<string, string | null>
): readonly IOpenable[] {
  const open = at(data, 'open');
  const there = typeof open === 'object' && open !== null ? open : {};
  const withheld = list(at(data, 'core', 'body', 'note', 'withheld'));
  const found = [
    ...Object.keys(there).map(pointer => ({
      pointer,
      value: at(open, pointer, 'v'),
      reason: null,
      withheld: false
    })),
    ...removedOf(data).map(pointer => ({
      pointer,
      value: undefined,
      reason: reasons.get(pointer) ?? null,
      withheld: withheld.includes(pointer)
    }))
  ];
  return found.sort((a, b) => (a.pointer < b.pointer ? -1 : 1));
}

/** What the redactions of a record name, with their reasons. */
function reasonsOf(
  bytes: Uint8Array,
  about: readonly IRow[]
): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  for (const row of about.filter(one => one.type === 'redaction')) {
    const body = at(parsed(bytes, row), 'core', 'body');
    for (const pointer of list(at(body, 'pointers'))) {
      found.set(String(pointer), row.title);
    }
  }
  return found;
}
