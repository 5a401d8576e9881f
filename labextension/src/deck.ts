/** The suggestions of a notebook and the order in which they are shown. No card moves under the pointer. */

import type { INote, ISuggestion, Status } from './records';

/** Suggestions by subject, in the order shown and the order wanted. */
export class Deck {
  /** Whether pointer or focus is inside the list: the shown order then stands still. */
  get inUse(): boolean {
    return this._inUse;
  }

  /** The suggestions as shown. */
  get shown(): readonly ISuggestion[] {
    return this._shown.flatMap(id => this._known.get(id) ?? []);
  }

  /** The suggestions that there are now, in the order wanted. */
  get present(): readonly ISuggestion[] {
    return this._wanted().flatMap(id => this._known.get(id) ?? []);
  }

  /** What the cards shown are about. */
  get subjects(): readonly string[] {
    return [...new Set(this.shown.map(one => one.subject.variable))];
  }

  /** How many cards are new, moved or gone since the list came into use. */
  get held(): number {
    const wanted = this._wanted();
    const fresh = wanted.filter(id => !this._shown.includes(id)).length;
    const gone = this._shown.filter(id => !wanted.includes(id)).length;
    if (fresh + gone > 0) {
      return fresh + gone;
    }
    return wanted.filter((id, place) => this._shown[place] !== id).length;
  }

  get(id: string): ISuggestion | undefined {
    return this._known.get(id);
  }

  /** The suggestions about one subject, in place of the former ones. */
  put(subject: string, suggestions: readonly ISuggestion[]): void {
    for (const suggestion of suggestions) {
      const before = this._known.get(suggestion.id);
      this._known.set(suggestion.id, withNoteOf(suggestion, before));
    }
    const ids = suggestions.map(suggestion => suggestion.id);
    this._subjects.set(subject, [...ids, ...this._accepted(subject, ids)]);
    this._settle();
  }

  /** Forget the subjects that are not among these. */
  keep(subjects: ReadonlySet<string>): void {
    for (const subject of [...this._subjects.keys()]) {
      if (!subjects.has(subject)) {
        this._subjects.delete(subject);
      }
    }
    this._settle();
  }

  clear(): void {
    this._subjects.clear();
    this._ranks.clear();
    this._settle();
  }

  /** Take over an order over all subjects. */
  rank(ids: readonly string[]): void {
    this._ranks = new Map(ids.map((id, place) => [id, place]));
    this._settle();
  }

  /** The same suggestion with other content; its place stays. */
  replace(suggestion: ISuggestion): void {
    this._change(suggestion.id, suggestion);
  }

  setStatus(id: string, status: Status): void {
    this._change(id, { status });
  }

  setNote(id: string, note: INote): void {
    this._change(id, { note });
  }

  /** Pointer or focus came into the list (true) or left it (false). */
  use(inside: boolean): void {
    this._inUse = inside;
    this._settle();
  }

  /** Show the order wanted at once. */
  apply(): void {
    this._shown = this._wanted();
    const present = new Set(this._shown);
    for (const id of [...this._known.keys()]) {
      if (!present.has(id)) {
        this._known.delete(id);
      }
    }
  }

  /** What was accepted or confirmed stays, though new findings take its place among the first. */
  private _accepted(subject: string, fresh: readonly string[]): string[] {
    const digest = this._digest(fresh[0]);
    return (this._subjects.get(subject) ?? []).filter(
      id =>
        !fresh.includes(id) &&
        isDecided(this._known.get(id)) &&
        this._digest(id) === digest
    );
  }

  private _digest(id: string | undefined): string | undefined {
    return id === undefined
      ? undefined
      : this._known.get(id)?.subject.fingerprint?.digest;
  }

  private _settle(): void {
    if (!this._inUse || this._shown.length === 0) {
      this.apply();
    }
  }

  /** Cautions about cells first, then what is ranked, then the rest as it came. */
  private _wanted(): string[] {
    const ids = [...this._subjects.values()].flat();
    const cautions = this._subjects.get('') ?? [];
    const place = (id: string): number =>
      cautions.includes(id) ? -1 : (this._ranks.get(id) ?? Infinity);
    const all = [...new Set(ids)];
    return all
      .map((id, index) => ({ id, index, rank: place(id) }))
      .sort((a, b) => (a.rank === b.rank ? a.index - b.index : a.rank - b.rank))
      .map(entry => entry.id);
  }

  private _change(id: string, change: Partial<ISuggestion>): void {
    const suggestion = this._known.get(id);
    if (suggestion !== undefined) {
      this._known.set(id, { ...suggestion, ...change });
    }
  }

  private _inUse = false;
  private _shown: readonly string[] = [];
  private _ranks = new Map<string, number>();
  private readonly _known = new Map<string, ISuggestion>();
  private readonly _subjects = new Map<string, readonly string[]>();
}

function isDecided(suggestion: ISuggestion | undefined): boolean {
  return (
    suggestion?.status === 'accepted' ||
    (suggestion?.confirmation ?? null) !== null
  );
}

/** A note stays with its finding while the data stay the same. */
function withNoteOf(
  suggestion: ISuggestion,
  before: ISuggestion | undefined
): ISuggestion {
  const same =
    before?.subject.fingerprint?.digest ===
    suggestion.subject.fingerprint?.digest;
  return suggestion.note === null && before !== undefined && same
    ? { ...suggestion, note: before.note }
    : suggestion;
}
