/** Who wrote each cell, as far as the log shows: the same rules as `provenance/trace.py`. */

import { sha256 as hashed } from '@noble/hashes/sha256';
import { bytesToHex } from '@noble/hashes/utils';
import { editRatio, normalised } from './edits';
import type { IAccepted } from './log';

export type BadgeKind =
  'verbatim' | 'edited' | 'redacted' | 'missing' | 'human' | 'unknown';

/** How the cell of an acceptance was found; all but the first are hints. */
export type Found = 'id' | 'text' | 'name';

/** A cell as it is now. `stated`: hash of the text that somebody stated to have written by hand. */
export interface ICellText {
  readonly id: string | null;
  readonly source: string;
  readonly names: readonly string[];
  readonly stated: string | null;
  sha256(): string;
}

/** What a badge says. `percent` is null where it is not known. */
export interface IVerdict {
  readonly kind: BadgeKind;
  readonly percent: number | null;
  readonly accepted: IAccepted | null;
  readonly found: Found | null;
}

/** `sha256:` and the hash of the UTF-8 bytes of a text, lone surrogates as U+FFFD. */
export function digest(text: string): string {
  return `sha256:${bytesToHex(hashed(new TextEncoder().encode(text)))}`;
}

/** The suggestions that a cell's metadata name, and the statement that it was written by hand. */
export function mark(metadata: unknown): Pick<ICellText, 'names' | 'stated'> {
  const { ids, human } = (
    typeof metadata === 'object' && metadata !== null ? metadata : {}
  ) as { ids?: unknown; human?: unknown };
  const names = Array.isArray(ids) ? (ids as unknown[]) : [];
  return {
    names: names.filter(name => typeof name === 'string'),
    stated: typeof human === 'string' ? human : null
  };
}

interface IHit {
  readonly accepted: IAccepted;
  readonly found: Found;
}

/** Verdicts on the cells of one notebook; edit ratios are kept from one call to the next. */
export class Blame {
  constructor(private readonly _made: readonly IAccepted[]) {
    for (const one of _made) {
      if (one.cell !== null) {
        this._owned.add(one.cell);
      }
    }
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
    const byId = new Map<string, ICellText>();
    for (const cell of cells) {
      if (cell.id !== null && !byId.has(cell.id)) {
        byId.set(cell.id, cell);
      }
    }
    const hints = new Hints(
      cells.filter(cell => cell.id === null || !this._owned.has(cell.id))
    );
    const wrote = new Map<ICellText, IHit>();
    for (const accepted of this._made) {
      if (accepted.cell === null) {
        continue;
      }
      const cell = byId.get(accepted.cell);
      if (cell !== undefined) {
        wrote.set(cell, { accepted, found: 'id' });
      } else {
        const [hinted, found] = hints.find(accepted);
        if (hinted !== undefined) {
          wrote.set(hinted, { accepted, found });
        }
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

  private readonly _owned = new Set<string>();
  private readonly _last = new Map<
    string,
    { readonly accepted: IAccepted; readonly order: number }
  >();
  private readonly _ratios = new Map<string, string | null>();
}

const MOST_RATIOS = 20_000;

/** Cells that no acceptance names: by their text, hashed only when one is looked for, and by name. */
class Hints {
  constructor(private readonly _free: readonly ICellText[]) {
    for (const cell of _free) {
      for (const name of cell.names) {
        if (!this._byName.has(name)) {
          this._byName.set(name, cell);
        }
      }
    }
  }

  find(accepted: IAccepted): [ICellText | undefined, Found] {
    const cell = this._texts.get(accepted.after_sha256);
    return cell === undefined
      ? [this._byName.get(accepted.suggestion), 'name']
      : [cell, 'text'];
  }

  private get _texts(): Map<string, ICellText> {
    if (this._byText === null) {
      this._byText = new Map();
      for (const cell of this._free) {
        if (!this._byText.has(cell.sha256())) {
          this._byText.set(cell.sha256(), cell);
        }
      }
    }
    return this._byText;
  }

  private _byText: Map<string, ICellText> | null = null;
  private readonly _byName = new Map<string, ICellText>();
}
