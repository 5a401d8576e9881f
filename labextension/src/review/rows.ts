/** The lines of a log as rows of the timeline; a record is read whole only when it is opened. */

import { turn } from '../provenance/verify';
import { at, list, text } from './values';

/** What a record says of itself that a reader may look for. */
export type Tag =
  | 'verbatim'
  | 'edited'
  | 'rejected'
  | 'supported'
  | 'refuted'
  | 'inconclusive'
  | 'redacted'
  | 'damaged'
  | 'torn';

/** What is needed of an acceptance to find its cell. */
export interface IAccepted {
  readonly cell: string | null;
  readonly sha256: string;
  readonly suggestion: string;
}

/** One line of the file, `start` to `end` in its bytes without the line feed. */
export interface IRow {
  /** The record's hash, or the number of a line that holds none. */
  readonly key: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Null where the line holds no record. */
  readonly hash: string | null;
  readonly id: string;
  readonly ts: string;
  readonly type: string;
  readonly actor: string;
  readonly by: string | null;
  readonly kind: string | null;
  readonly title: string | null;
  /** Values that were removed, by their pointers. */
  readonly removed: readonly string[];
  readonly model: string | null;
  /** How many tests were counted, or cells were saved, where that is what the record tells. */
  readonly count: number | null;
  readonly tags: readonly Tag[];
  /** The records that this one speaks of. */
  readonly targets: readonly string[];
  readonly accepted: IAccepted | null;
  /** What a search looks through, in small letters. */
  readonly find: string;
}

const LONGEST = 8 * 2 ** 20;
const FEED = 10;
const SLICE_MS = 24;
// One for all lines: making it takes longer than a line.
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
const OUTCOMES: readonly string[] = ['supported', 'refuted', 'inconclusive'];

/**
 * Read all lines, handing on what is there every few milliseconds, so that the page stays alive.
 * A line that is no record becomes a row that says so.
 */
export async function readRows(
  bytes: Uint8Array,
  each: (rows: readonly IRow[]) => void,
  signal: AbortSignal
): Promise<void> {
  let start = 0;
  let line = 1;
  const keys = new Set<string>();
  while (start < bytes.length && !signal.aborted) {
    const until = performance.now() + SLICE_MS;
    const rows: IRow[] = [];
    while (start < bytes.length && performance.now() < until) {
      const feed = bytes.indexOf(FEED, start);
      const end = feed < 0 ? bytes.length : feed;
      rows.push(unique(rowOf(bytes, { line, start, end }, feed < 0), keys));
      start = end + 1;
      line += 1;
    }
    each(rows);
    await turn();
  }
}

interface IPlace {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A record that stands twice is damage, and both copies are shown. */
function unique(row: IRow, keys: Set<string>): IRow {
  const found = keys.has(row.key)
    ? { ...row, key: `${row.key} line ${row.line}` }
    : row;
  keys.add(found.key);
  return found;
}

function rowOf(bytes: Uint8Array, place: IPlace, torn: boolean): IRow {
  const data = parsed(bytes, place);
  const core = at(data, 'core');
  const hash = text(at(data, 'hash'));
  const type = text(at(core, 'type'));
  if (torn || hash === null || type === null) {
    return broken(place, torn ? 'torn' : 'damaged');
  }
  const opened = (pointer: string): unknown => at(data, 'open', pointer, 'v');
  const removed = removedOf(data);
  const body = at(core, 'body');
  const by = text(opened('/by'));
  const row = {
    ...place,
    key: hash,
    hash,
    id: text(at(core, 'id')) ?? '',
    ts: text(at(core, 'ts')) ?? '',
    type,
    actor: text(at(core, 'actor', 'kind')) ?? '',
    by,
    kind: text(at(body, 'suggestion', 'kind')),
    title: titleOf(type, body, opened),
    removed,
    model: text(at(body, 'model', 'name')) ?? text(at(body, 'model', 'id')),
    count: countOf(type, body),
    tags: tagsOf(body, removed),
    targets: targetsIn(type, body),
    accepted: type === 'suggestion.accepted' ? acceptedOf(body) : null
  };
  return { ...row, find: findOf(row, body, opened) };
}

/** The JSON of a line; undefined where it is none, or too long to be a record. */
export function parsed(
  bytes: Uint8Array,
  { start, end }: Pick<IPlace, 'start' | 'end'>
): unknown {
  if (end - start > LONGEST) {
    return undefined;
  }
  try {
    return JSON.parse(decoded(bytes, { start, end }));
  } catch {
    // The row then says that this line holds no record.
    return undefined;
  }
}

/** The text of a line; bytes that are none become U+FFFD. */
export function decoded(
  bytes: Uint8Array,
  { start, end }: Pick<IPlace, 'start' | 'end'>
): string {
  return UTF8.decode(bytes.subarray(start, end));
}

/** Pointers that are committed to and no longer open. */
export function removedOf(data: unknown): readonly string[] {
  const commit = at(data, 'core', 'commit');
  if (typeof commit !== 'object' || commit === null) {
    return [];
  }
  return Object.keys(commit)
    .filter(pointer => at(data, 'open', pointer) === undefined)
    .sort();
}

function broken(place: IPlace, tag: 'damaged' | 'torn'): IRow {
  return {
    ...place,
    key: `line ${place.line}`,
    hash: null,
    id: '',
    ts: '',
    type: tag,
    actor: '',
    by: null,
    kind: null,
    title: null,
    removed: [],
    model: null,
    count: null,
    tags: [tag],
    targets: [],
    accepted: null,
    find: `line ${place.line}`
  };
}

/** A record in a few words, where it has any of its own. */
function titleOf(
  type: string,
  body: unknown,
  opened: (pointer: string) => unknown
): string | null {
  switch (type) {
    case 'review.note':
      return text(opened('/text'));
    case 'redaction':
      return text(opened('/reason'));
    case 'log.moved':
    case 'log.created':
      return text(opened('/path')) ?? text(opened('/notebook/path'));
    case 'checkpoint':
      return text(at(body, 'reason'));
    case 'session.opened':
      return sessionTitle(body);
    case 'evidence.replayed':
      return text(at(body, 'verdict'));
    default:
      return text(opened('/suggestion/title'));
  }
}

function sessionTitle(body: unknown): string {
  const version = text(at(body, 'python', 'version')) ?? '';
  const system = text(at(body, 'system', 'os')) ?? '';
  return [`Python ${version}`.trim(), system].filter(Boolean).join(', ');
}

function countOf(type: string, body: unknown): number | null {
  switch (type) {
    case 'tests.counted':
      return testsOf(body);
    case 'cell.state':
      return list(at(body, 'cells')).length;
    default:
      return null;
  }
}

function targetsIn(type: string, body: unknown): readonly string[] {
  const named =
    type === 'cell.state'
      ? list(at(body, 'cells')).map(one => at(one, 'record'))
      : [at(body, 'record')];
  return named.filter(one => typeof one === 'string');
}

function testsOf(body: unknown): number {
  const families = at(body, 'families');
  if (typeof families !== 'object' || families === null) {
    return 0;
  }
  return Object.values(families)
    .map((one: unknown) => at(one, 'tests'))
    .reduce<number>(
      (sum, tests) => sum + (typeof tests === 'number' ? tests : 0),
      0
    );
}

function tagsOf(body: unknown, removed: readonly string[]): readonly Tag[] {
  const tags: Tag[] = [];
  const mode = at(body, 'acceptance', 'mode');
  if (mode === 'verbatim' || mode === 'edited') {
    tags.push(mode);
  }
  if (at(body, 'rejection') !== undefined) {
    tags.push('rejected');
  }
  const outcome = at(body, 'confirmation', 'outcome');
  if (typeof outcome === 'string' && OUTCOMES.includes(outcome)) {
    tags.push(outcome as Tag);
  }
  if (removed.length > 0) {
    tags.push('redacted');
  }
  return tags;
}

function acceptedOf(body: unknown): IAccepted {
  return {
    cell: text(at(body, 'cell', 'id')),
    sha256: text(at(body, 'cell', 'after_sha256')) ?? '',
    suggestion: text(at(body, 'suggestion', 'id')) ?? ''
  };
}

function findOf(
  row: Omit<IRow, 'find'>,
  body: unknown,
  opened: (pointer: string) => unknown
): string {
  const data = list(at(body, 'data')).map(one => text(at(one, 'name')));
  const methods = list(at(body, 'evidence')).map(one =>
    text(at(one, 'method'))
  );
  return [
    row.title,
    row.by,
    row.type,
    row.kind,
    row.model,
    text(at(opened('/claim'), 'statement')),
    text(at(body, 'suggestion', 'analysis')),
    ...methods,
    ...data,
    row.key,
    row.id
  ]
    .filter(part => part !== null)
    .join('\n')
    .toLowerCase();
}
