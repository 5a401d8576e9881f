/** Who wrote each cell, as far as the log shows: the same rules as `provenance/trace.py`. */

import { at, list, text } from '../review/values';
import type { Found, IPlaced } from '../places';
import { Places, ownedBy } from '../places';
import { editRatio, normalised } from './edits';
import type { IAccepted } from './log';

export type BadgeKind =
  'verbatim' | 'edited' | 'redacted' | 'missing' | 'human' | 'unknown';

/** A cell as it is now. `stated`: hash of the text that somebody stated to have written by hand. */
export interface ICellText extends IPlaced {
  readonly source: string;
  readonly stated: string | null;
}

/** What a badge says. `percent` is null where it is not known. */
export interface IVerdict {
  readonly kind: BadgeKind;
  readonly percent: number | null;
  readonly accepted: IAccepted | null;
  readonly found: Found | null;
}

/** The suggestions that a cell's metadata name, and the statement that it was written by hand. */
export function mark(metadata: unknown): Pick<ICellText, 'names' | 'stated'> {
  return {
    names: list(at(metadata, 'ids')).filter(name => typeof name === 'string'),
    stated: text(at(metadata, 'human'))
  };
}

interface IHit {
  readonly accepted: IAccepted;
  readonly found: Found;
}

/** Verdicts on the cells of one notebook; edit ratios are kept from one call to the next. */
export class Blame {
  constructor(private readonly _made: readonly IAccepted[]) {
    this._owned = ownedBy(_made);
    _made.forEach((accepted, order) => {
      this._last.set(accepted.suggestion, { accepted, order });
    });
  }

  /** A verdict a cell, in their order. */
  of(cells: readonly ICellText[]): IVerdict[] {
    const wrote = this._found(cells);
    return cells.map(cell =>
      this._verdict(cell, wrote.get(cell) ?? this._copied(cell))
    );
  }

  /** The last acceptance that was found in each cell. */
  private _found(cells: readonly ICellText[]): Map<ICellText, IHit> {
    const places = new Places(cells, this._owned);
    const wrote = new Map<ICellText, IHit>();
    for (const accepted of this._made) {
      const place = places.find(accepted);
      const cell = place === null ? undefined : cells[place.index];
      if (place !== null && cell !== undefined) {
        wrote.set(cell, { accepted, found: place.found });
      }
    }
    return wrote;
  }

  /** A cell that names an acceptance which is not found in it is a copy or a part of its cell. */
  private _copied(cell: ICellText): IHit | null {
    const named = cell.names
      .map(name => this._last.get(name))
      .filter(one => one !== undefined)
      .sort((one, other) => other.order - one.order)[0];
    return named === undefined
      ? null
      : { accepted: named.accepted, found: 'name' };
  }

  private _verdict(cell: ICellText, hit: IHit | null): IVerdict {
    if (hit === null) {
      const kind =
        cell.names.length > 0
          ? 'missing'
          : cell.stated !== null && cell.stated === cell.sha256()
            ? 'human'
            : 'unknown';
      return { kind, percent: null, accepted: null, found: null };
    }
    const { accepted } = hit;
    if (accepted.suggested === null) {
      const same = cell.sha256() === accepted.after_sha256;
      const verbatim = same && accepted.mode === 'verbatim';
      return {
        kind: verbatim ? 'verbatim' : 'redacted',
        percent: null,
        ...hit
      };
    }
    if (normalised(cell.source) === normalised(accepted.suggested)) {
      return { kind: 'verbatim', percent: null, ...hit };
    }
    const ratio = this._ratio(accepted, accepted.suggested, cell);
    const percent = ratio === null ? null : Number(ratio.replace('.', ''));
    return { kind: 'edited', percent, ...hit };
  }

  private _ratio(
    accepted: IAccepted,
    suggested: string,
    cell: ICellText
  ): string | null {
    const key = `${accepted.hash} ${cell.sha256()}`;
    let ratio = this._ratios.get(key);
    if (ratio === undefined) {
      ratio = editRatio(suggested, cell.source);
      if (this._ratios.size >= MOST_RATIOS) {
        this._ratios.clear();
      }
      this._ratios.set(key, ratio);
    }
    return ratio;
  }

  private readonly _owned: ReadonlySet<string>;
  private readonly _last = new Map<
    string,
    { readonly accepted: IAccepted; readonly order: number }
  >();
  private readonly _ratios = new Map<string, string | null>();
}

const MOST_RATIOS = 20_000;
