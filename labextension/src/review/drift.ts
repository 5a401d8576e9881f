/**
 * What became of accepted suggestions, as `provenance/trace.py` tells it: a cell is known by its id; where
 * that is gone, by the hash of its text, then by the suggestion that its metadata names. The last two are hints.
 */

import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import type { IAccepted, IRow } from './rows';

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
export interface ICell {
  readonly id: string | null;
  readonly source: string;
  /** The suggestions that its metadata names. */
  readonly names: readonly string[];
}

/** Where an acceptance is now: the place of its cell, from 0. */
export interface IFound {
  readonly drift: Drift;
  readonly index: number | null;
}

/** The cells of a notebook, their texts hashed once. */
export class Present {
  constructor(readonly cells: readonly ICell[]) {
    this._digests = cells.map(cell => digest(cell.source));
    cells.forEach(({ id }, index) => {
      if (id !== null && !this._byId.has(id)) {
        this._byId.set(id, index);
      }
    });
  }

  /** Where an acceptance is; `owned` are the cells into which anything was accepted. */
  find(one: IAccepted, owned: ReadonlySet<string>): IFound {
    if (one.cell === null) {
      return { drift: 'no cell', index: null };
    }
    const own = this._byId.get(one.cell);
    if (own !== undefined) {
      const same = this._digests[own] === one.sha256;
      return { drift: same ? 'current' : 'edited since', index: own };
    }
    const isFree = ({ id }: ICell): boolean => id === null || !owned.has(id);
    const moved = this.cells.findIndex(
      (cell, index) => isFree(cell) && this._digests[index] === one.sha256
    );
    if (moved >= 0) {
      return { drift: 'moved', index: moved };
    }
    const named = this.cells.findIndex(
      cell => isFree(cell) && cell.names.includes(one.suggestion)
    );
    return named >= 0
      ? { drift: 'moved and edited', index: named }
      : { drift: 'cell gone', index: null };
  }

  private readonly _digests: readonly string[];
  private readonly _byId = new Map<string, number>();
}

/** Ids of the cells that the acceptances name. */
export function ownedBy(rows: readonly IRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(row => row.accepted?.cell ?? []));
}

/** How the cell of each acceptance stands now, by the record's key. */
export function driftsOf(
  rows: readonly IRow[],
  present: Present,
  owned: ReadonlySet<string>
): ReadonlyMap<string, Drift> {
  const found = new Map<string, Drift>();
  for (const { key, accepted } of rows) {
    if (accepted !== null) {
      found.set(key, present.find(accepted, owned).drift);
    }
  }
  return found;
}

function digest(source: string): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(source)))}`;
}
