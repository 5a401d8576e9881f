/** A whole log: how its records hang together. The mirror of provenance/chain.py. */

import type { JSONObject, JSONValue } from '@lumino/coreutils';

import { isObject, own, ROOTS, TYPES } from './lines';
import type { ILine } from './lines';
import type { ILineFault } from './report';

const FAULTS_KEPT = 50;

/** Bytes after the last record that a crash left. */
export interface ITail {
  readonly offset: number;
  readonly size: number;
}

/** What is kept of a record: its place in the order, and the log that it names. */
export interface IKnown {
  readonly seq: number;
  readonly log: string;
}

/** What a first record tells of the log that this one was copied from. */
export interface ICopied {
  readonly head: JSONValue;
  readonly logs: ReadonlySet<string>;
}

/** What a log holds; `known` in file order. */
export class Chain {
  readonly known = new Map<string, IKnown>();
  readonly heads = new Set<string>();
  readonly roots: string[] = [];
  readonly faults: ILineFault[] = [];
  faultCount = 0;
  newer = 0;
  openings = 0;
  redactions = 0;
  withheld = 0;
  unknown = 0;
  signed = 0;
  gaps = 0;
  torn = 0;
  copied: ICopied | null = null;
  tail: ITail | null = null;
  private readonly ids = new Set<string>();
  private readonly opened = new Map<string, readonly string[]>();
  private readonly removed = new Map<string, Set<string>>();

  /** Number of records that hold in themselves. */
  get count(): number {
    return this.known.size;
  }

  /** The head with the highest seq; the smaller hash where two have it. */
  get head(): string | null {
    const seq = (mark: string): number => this.known.get(mark)?.seq ?? -1;
    const order = [...this.heads].sort(
      (a, b) => seq(b) - seq(a) || (a < b ? -1 : 1)
    );
    return order[0] ?? null;
  }

  /** The id of the log: that of its first root. */
  get log(): string | null {
    const root = this.roots[0];
    return root === undefined ? null : (this.known.get(root)?.log ?? null);
  }

  /** How many removed values redaction records name. */
  get named(): number {
    return [...this.removed.values()].reduce((sum, one) => sum + one.size, 0);
  }

  /** Count a fault of a line (from 1); the first fifty are kept. */
  fault(line: number, reason: string): void {
    this.faultCount += 1;
    if (this.faults.length < FAULTS_KEPT) {
      this.faults.push({ line, reason });
    }
  }

  /** Take a line that holds in itself; false where it is a duplicate. */
  add(line: ILine, number: number): boolean {
    const { core, hash } = line;
    const pointers = Object.keys(line.open);
    if (this.known.has(hash)) {
      this.fault(number, 'the same record stands twice');
      this.refuseReturned(hash, pointers, number);
      return false;
    }
    for (const reason of this.misfits(line)) {
      this.fault(number, reason);
    }
    this.known.set(hash, { seq: core.seq, log: core.log });
    core.prev.forEach(parent => this.heads.delete(parent));
    this.heads.add(hash);
    this.ids.add(core.id);
    this.opened.set(hash, pointers);
    this.tally(line);
    if (core.type === 'redaction') {
      this.redaction(core.body, number);
    }
    return true;
  }

  private redaction(body: JSONObject, number: number): void {
    const target = own(body, 'record');
    const pointers = own(body, 'pointers');
    const opened =
      typeof target === 'string' ? this.opened.get(target) : undefined;
    if (
      opened === undefined ||
      !Array.isArray(pointers) ||
      !pointers.every(pointer => typeof pointer === 'string')
    ) {
      this.fault(number, 'a redaction that names no record before it');
      return;
    }
    const mark = target as string;
    const removed = this.removed.get(mark) ?? new Set<string>();
    (pointers as string[]).forEach(pointer => removed.add(pointer));
    this.removed.set(mark, removed);
    this.refuseReturned(mark, opened, number);
  }

  private refuseReturned(
    mark: string,
    pointers: readonly string[],
    number: number
  ): void {
    const removed = this.removed.get(mark);
    const back = pointers.filter(pointer => removed?.has(pointer)).sort();
    for (const pointer of back) {
      const what = `${pointer.slice(0, 60)} of record ${mark.slice(7, 19)}`;
      this.fault(number, `${what} was redacted and is back`);
    }
  }

  private misfits({ core }: ILine): string[] {
    const found: string[] = [];
    const parents = core.prev
      .map(mark => this.known.get(mark))
      .filter((one): one is IKnown => one !== undefined);
    const last = parents.reduce((most, one) => Math.max(most, one.seq), 0);
    if (parents.length < core.prev.length) {
      found.push('a parent is missing or stands after its child');
    } else if (parents.length > 0 && core.seq !== 1 + last) {
      found.push('seq does not follow from the parents');
    }
    if (parents.length > 0 && !parents.some(one => one.log === core.log)) {
      found.push('the log id is not that of a parent');
    }
    const first = core.prev.length === 0;
    if (ROOTS.has(core.type) !== first || (first && core.seq !== 0)) {
      found.push(
        'a log begins with log.created, seq 0 and no parent, and only it does'
      );
    }
    if (this.ids.has(core.id)) {
      found.push('two different records bear one id');
    }
    return found;
  }

  private tally(line: ILine): void {
    const { core } = line;
    if (core.prev.length === 0) {
      this.roots.push(line.hash);
      if (core.type === 'log.copied' && this.copied === null) {
        this.copied = copiedFrom(own(core.body, 'from'));
      }
    }
    this.unknown += TYPES.has(core.type) ? 0 : 1;
    this.openings += Object.keys(line.open).length;
    const gone = Object.keys(core.commit ?? {}).filter(
      pointer => !Object.hasOwn(line.open, pointer)
    );
    const note = own(core.body, 'note');
    const named = isObject(note) ? own(note, 'withheld') : undefined;
    const withheld = Array.isArray(named)
      ? gone.filter(pointer => named.includes(pointer))
      : [];
    this.withheld += withheld.length;
    this.redactions += gone.length - withheld.length;
    this.signed += line.sig === undefined ? 0 : 1;
    if (isObject(note)) {
      this.torn += Object.hasOwn(note, 'torn') ? 1 : 0;
      this.gaps += Object.hasOwn(note, 'gap') ? 1 : 0;
    }
  }
}

/** Null where the original is not told as it should be. */
function copiedFrom(source: JSONValue | undefined): ICopied | null {
  if (!isObject(source)) {
    return null;
  }
  const before = Object.hasOwn(source, 'before') ? source.before : [];
  const ids = [
    own(source, 'log'),
    ...(Array.isArray(before) ? before : [null])
  ];
  return ids.every((one): one is string => typeof one === 'string')
    ? { head: own(source, 'head') ?? null, logs: new Set(ids) }
    : null;
}
