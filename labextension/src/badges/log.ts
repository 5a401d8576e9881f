/** The acceptances of a log, as a badge needs them. Nothing is verified here. */

import type { ISought } from '../places';
import { at, json, list, text } from '../review/values';

/** An acceptance on record; texts are null where they were redacted. Mirrors `trace.Accepted`. */
export interface IAccepted extends ISought {
  readonly id: string;
  readonly hash: string;
  readonly ts: string;
  readonly mode: string;
  readonly suggested: string | null;
  readonly inserted: string | null;
  readonly title: string | null;
  readonly by: string | null;
}

/** What was fingerprinted of the data that a suggestion is about. */
export interface IData {
  readonly name: string;
  readonly algo: string;
  readonly coverage: string;
  readonly digest: string | null;
}

/** What the last save on record left of a cell's outputs. */
export interface ISaved {
  readonly outputs: string | null;
  readonly sha256: string | null;
  readonly count: number | null;
}

/** The last replay of the evidence that is on record. */
export interface IReplayed {
  readonly ts: string;
  readonly verdict: string;
}

/**
 * What a log tells of accepted suggestions. `data`, `saved` and `replayed` go by the acceptance's hash;
 * `copied`: the log is that of a copied notebook, the acceptances before stand in the original's.
 */
export interface ILogText {
  readonly copied: boolean;
  readonly made: readonly IAccepted[];
  readonly data: ReadonlyMap<string, IData>;
  readonly saved: ReadonlyMap<string, ISaved>;
  readonly replayed: ReadonlyMap<string, IReplayed>;
}

const LINE_FEED = '\n';
// In canonical JSON a record's type stands like this, and a text cannot hold it unescaped.
const ACCEPTED = '"type":"suggestion.accepted"';
const OTHERS = ['"type":"cell.state"', '"type":"evidence.replayed"'];
const COPIED = '"type":"log.copied"';

/** Read the lines of a log; what is no record is passed over. */
export function readLog(content: string): ILogText {
  const made = new Map<string, IAccepted>();
  const data = new Map<string, IData>();
  const saved = new Map<string, ISaved>();
  const replayed = new Map<string, IReplayed>();
  const lines = content.split(LINE_FEED);
  for (const line of lines) {
    const isAccepted = line.includes(ACCEPTED);
    if (!isAccepted && !OTHERS.some(mark => line.includes(mark))) {
      continue;
    }
    const row = json(line);
    const hash = string(at(row, 'hash'));
    const type = at(row, 'core', 'type');
    if (type === 'suggestion.accepted' && hash !== '' && !made.has(hash)) {
      made.set(hash, acceptedOf(hash, row));
      const about = dataOf(row);
      if (about !== null) {
        data.set(hash, about);
      }
    } else if (type === 'cell.state') {
      keepSaved(saved, row);
    } else if (type === 'evidence.replayed') {
      const found = replayedOf(row);
      if (found !== null) {
        replayed.set(string(at(row, 'core', 'body', 'record')), found);
      }
    }
  }
  const copied = lines[0]?.includes(COPIED) ?? false;
  return { copied, made: [...made.values()], data, saved, replayed };
}

function acceptedOf(hash: string, row: unknown): IAccepted {
  const core = at(row, 'core');
  return {
    id: string(at(core, 'id')),
    hash,
    ts: string(at(core, 'ts')),
    mode: string(at(core, 'body', 'acceptance', 'mode')),
    suggested: opened(row, '/suggestion/text'),
    inserted: opened(row, '/acceptance/text'),
    title: opened(row, '/suggestion/title'),
    by: opened(row, '/by'),
    ...soughtOf(at(core, 'body'))
  };
}

/** What tells the cell of an acceptance, from its body. */
export function soughtOf(body: unknown): ISought {
  return {
    suggestion: string(at(body, 'suggestion', 'id')),
    cell: text(at(body, 'cell', 'id')),
    after_sha256: string(at(body, 'acceptance', 'sha256'))
  };
}

/** What was fingerprinted of the data of a decision; null where nothing was. */
export function dataOf(row: unknown): IData | null {
  const one = list(at(row, 'core', 'body', 'data'))[0];
  const name = text(at(one, 'name'));
  return name === null
    ? null
    : {
        name,
        algo: string(at(one, 'algo')),
        coverage: string(at(one, 'coverage')),
        digest: opened(row, '/data/0/digest')
      };
}

/** What a replay tells of the evidence; null for one of something else. */
export function replayedOf(row: unknown): IReplayed | null {
  const core = at(row, 'core');
  return at(core, 'body', 'part') === 'evidence'
    ? {
        ts: string(at(core, 'ts')),
        verdict: string(at(core, 'body', 'verdict'))
      }
    : null;
}

function keepSaved(saved: Map<string, ISaved>, row: unknown): void {
  list(at(row, 'core', 'body', 'cells')).forEach((one, index) => {
    const count = at(one, 'execution_count');
    saved.set(string(at(one, 'record')), {
      outputs: text(at(one, 'outputs')),
      sha256: opened(row, `/cells/${index}/sha256`),
      count: typeof count === 'number' ? count : null
    });
  });
}

function string(value: unknown): string {
  return text(value) ?? '';
}

function opened(row: unknown, pointer: string): string | null {
  return text(at(row, 'open', pointer, 'v'));
}
