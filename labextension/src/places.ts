/**
 * In which cells acceptances are found again, as `provenance/trace.py` does it: by the cell's id; where that is
 * gone, by the hash of its text, then by the suggestion that its metadata names. The last two are hints.
 */

import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/** How the cell of an acceptance was found. */
export type Found = 'id' | 'text' | 'name';

/** A cell that may be looked for; the hash of its text is only asked for where it is needed. */
export interface IPlaced {
  readonly id: string | null;
  /** The suggestions that its metadata names. */
  readonly names: readonly string[];
  sha256(): string;
}

/** What is needed of an acceptance to find its cell. */
export interface ISought {
  readonly cell: string | null;
  readonly after_sha256: string;
  readonly suggestion: string;
}

/** `sha256:` and the hash of the UTF-8 bytes of a text, lone surrogates as U+FFFD. */
export function digest(text: string): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(text)))}`;
}

/** A text, and its hash once it is asked for. */
export class Source {
  constructor(readonly text: string) {}

  get sha256(): string {
    this._sha256 ??= digest(this.text);
    return this._sha256;
  }

  private _sha256: string | null = null;
}

/** Ids of the cells that acceptances name. */
export function ownedBy(made: Iterable<ISought>): ReadonlySet<string> {
  const owned = new Set<string>();
  for (const { cell } of made) {
    if (cell !== null) {
      owned.add(cell);
    }
  }
  return owned;
}

/** The cells of a notebook. One that an acceptance names is no other acceptance's by a hint. */
export class Places {
  constructor(
    private readonly _cells: readonly IPlaced[],
    owned: ReadonlySet<string>
  ) {
    _cells.forEach((cell, index) => {
      if (cell.id !== null) {
        keep(this._byId, cell.id, index);
      }
      if (cell.id === null || !owned.has(cell.id)) {
        this._free.push(index);
        for (const name of cell.names) {
          keep(this._byName, name, index);
        }
      }
    });
  }

  /** The place of an acceptance's cell, from 0, and how it was found; null where it is gone. */
  find(one: ISought): { readonly index: number; readonly found: Found } | null {
    if (one.cell === null) {
      return null;
    }
    const own = this._byId.get(one.cell);
    if (own !== undefined) {
      return { index: own, found: 'id' };
    }
    const same = this._texts.get(one.after_sha256);
    if (same !== undefined) {
      return { index: same, found: 'text' };
    }
    const named = this._byName.get(one.suggestion);
    return named === undefined ? null : { index: named, found: 'name' };
  }

  private get _texts(): ReadonlyMap<string, number> {
    if (this._byText === null) {
      this._byText = new Map();
      for (const index of this._free) {
        keep(this._byText, this._cells[index]?.sha256() ?? '', index);
      }
    }
    return this._byText;
  }

  private readonly _byId = new Map<string, number>();
  private readonly _byName = new Map<string, number>();
  private readonly _free: number[] = [];
  private _byText: Map<string, number> | null = null;
}

/** Of several the first counts. */
function keep(found: Map<string, number>, key: string, index: number): void {
  if (!found.has(key)) {
    found.set(key, index);
  }
}
