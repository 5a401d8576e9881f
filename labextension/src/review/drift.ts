/** What became of accepted suggestions, in the words of `provenance/trace.py`. */

import type { IPlaced, ISought } from '../places';
import { Places, ownedBy } from '../places';
import type { IRow } from './rows';

export type Drift =
  | 'current'
  | 'edited since'
  | 'moved'
  | 'moved and edited'
  | 'cell gone'
  | 'no cell';

export const DRIFTS: readonly Drift[] = [
  'current',
  'edited since',
  'moved',
  'moved and edited',
  'cell gone',
  'no cell'
];

/** A cell of the notebook as it is now. */
export interface ICell extends IPlaced {
  readonly source: string;
}

/** Where an acceptance is now: the place of its cell, from 0. */
export interface IFound {
  readonly drift: Drift;
  readonly index: number | null;
}

/** The cells of a notebook, in which the acceptances of a log are found again. */
export class Present {
  constructor(
    readonly cells: readonly ICell[],
    rows: readonly IRow[]
  ) {
    const made = rows.flatMap(row => row.accepted ?? []);
    this._places = new Places(cells, ownedBy(made));
  }

  /** Where an acceptance is. */
  find(one: ISought): IFound {
    if (one.cell === null) {
      return { drift: 'no cell', index: null };
    }
    const place = this._places.find(one);
    if (place === null) {
      return { drift: 'cell gone', index: null };
    }
    const { index, found } = place;
    if (found !== 'id') {
      return { drift: found === 'text' ? 'moved' : 'moved and edited', index };
    }
    const same = this.cells[index]?.sha256() === one.after_sha256;
    return { drift: same ? 'current' : 'edited since', index };
  }

  private readonly _places: Places;
}

/** How the cell of each acceptance stands now, by the record's key. */
export function driftsOf(
  rows: readonly IRow[],
  present: Present
): ReadonlyMap<string, Drift> {
  const found = new Map<string, Drift>();
  for (const { key, accepted } of rows) {
    if (accepted !== null) {
      found.set(key, present.find(accepted).drift);
    }
  }
  return found;
}
