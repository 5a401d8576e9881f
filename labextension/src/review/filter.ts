/** Which rows of the timeline are shown. */

import type { Drift } from './drift';
import type { IRow, Tag } from './rows';

/** What a row is looked for by: how it was decided, or how its cell stands now. */
export type Standing = Tag | Drift;

/** Each null lets everything through; `from` and `until` are days as `2026-11-26`, both included. */
export interface IReviewFilter {
  readonly who: string | null;
  readonly type: string | null;
  readonly kind: string | null;
  readonly status: Standing | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly words: string;
}

export const EVERYTHING: IReviewFilter = {
  who: null,
  type: null,
  kind: null,
  status: null,
  from: null,
  until: null,
  words: ''
};

/** Who a row is by, as the filter names it: a name, or `actor:` and what kind of actor it was. */
export function whoOf(row: IRow): string {
  if (row.by !== null) {
    return row.by;
  }
  return row.removed.includes('/by') ? 'actor:redacted' : `actor:${row.actor}`;
}

/** Whether anything is left out. */
export function isNarrow(filter: IReviewFilter): boolean {
  return Object.values(filter).some(one => one !== null && one !== '');
}

/**
 * The rows that pass, in their order.
 *
 * `drifts` tells how the cell of an acceptance stands now; empty while that is not known.
 * Days are those of the reader's clock.
 */
export function passing(
  rows: readonly IRow[],
  filter: IReviewFilter,
  drifts: ReadonlyMap<string, Drift>
): readonly IRow[] {
  if (!isNarrow(filter)) {
    return rows;
  }
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  const first = filter.from === null ? null : startOf(filter.from, 0);
  const last = filter.until === null ? null : startOf(filter.until, 1);
  return rows.filter(
    row =>
      (filter.who === null || whoOf(row) === filter.who) &&
      (filter.type === null || row.type === filter.type) &&
      (filter.kind === null || row.kind === filter.kind) &&
      hasStanding(row, filter.status, drifts) &&
      (first === null || row.ts >= first) &&
      (last === null || (row.ts !== '' && row.ts < last)) &&
      words.every(word => row.find.includes(word))
  );
}

function hasStanding(
  row: IRow,
  status: Standing | null,
  drifts: ReadonlyMap<string, Drift>
): boolean {
  return (
    status === null ||
    (row.tags as readonly string[]).includes(status) ||
    drifts.get(row.key) === status
  );
}

/** The instant at which a day of the reader's calendar begins, as records write times. */
function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** The values that occur, for the choices of the filter; names in alphabetical order. */
export function choices(rows: readonly IRow[]): {
  readonly who: readonly string[];
  readonly types: readonly string[];
  readonly kinds: readonly string[];
  readonly tags: readonly Tag[];
} {
  const sorted = <T extends string>(found: Iterable<T>): T[] =>
    [...new Set(found)].sort();
  return {
    who: sorted(rows.map(whoOf)),
    types: sorted(rows.map(row => row.type)),
    kinds: sorted(rows.flatMap(row => row.kind ?? [])),
    tags: sorted(rows.flatMap(row => row.tags))
  };
}
