/** The acceptances of a log, as a badge needs them. Nothing is verified here. */

/** An acceptance on record; texts are null where they were redacted. Mirrors `trace.Accepted`. */
export interface IAccepted {
  readonly id: string;
  readonly hash: string;
  readonly ts: string;
  readonly suggestion: string;
  readonly cell: string | null;
  readonly mode: string;
  readonly after_sha256: string;
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

/**
 * What a log tells of accepted suggestions. `data` and `saved` go by the acceptance's hash;
 * `copied`: the log is that of a copied notebook, the acceptances before stand in the original's.
 */
export interface ILogText {
  readonly copied: boolean;
  readonly made: readonly IAccepted[];
  readonly data: ReadonlyMap<string, IData>;
  readonly saved: ReadonlyMap<string, ISaved>;
}

type Tree = Readonly<Record<string, unknown>>;

const LINE_FEED = '\n';
// In canonical JSON a record's type stands like this, and a text cannot hold it unescaped.
const ACCEPTED = '"type":"suggestion.accepted"';
const STATE = '"type":"cell.state"';
const COPIED = '"type":"log.copied"';

/** Read the lines of a log; what is no record is passed over. */
export function readLog(text: string): ILogText {
  const made = new Map<string, IAccepted>();
  const data = new Map<string, IData>();
  const saved = new Map<string, ISaved>();
  const lines = text.split(LINE_FEED);
  for (const line of lines) {
    const accepted = line.includes(ACCEPTED);
    if (!accepted && !line.includes(STATE)) {
      continue;
    }
    const row = parsed(line);
    const hash = string(row['hash']);
    const core = tree(row['core']);
    if (core['type'] === 'suggestion.accepted' && hash !== '') {
      if (!made.has(hash)) {
        made.set(hash, acceptedOf(hash, core, tree(row['open'])));
        keepData(data, hash, core, tree(row['open']));
      }
    } else if (core['type'] === 'cell.state') {
      keepSaved(saved, core, tree(row['open']));
    }
  }
  const copied = lines[0]?.includes(COPIED) ?? false;
  return { copied, made: [...made.values()], data, saved };
}

function acceptedOf(hash: string, core: Tree, open: Tree): IAccepted {
  const body = tree(core['body']);
  const made = tree(body['acceptance']);
  return {
    id: string(core['id']),
    hash,
    ts: string(core['ts']),
    suggestion: string(tree(body['suggestion'])['id']),
    cell: text(tree(body['cell'])['id']),
    mode: string(made['mode']),
    after_sha256: string(made['sha256']),
    suggested: opened(open, '/suggestion/text'),
    inserted: opened(open, '/acceptance/text'),
    title: opened(open, '/suggestion/title'),
    by: opened(open, '/by')
  };
}

function keepData(
  data: Map<string, IData>,
  hash: string,
  core: Tree,
  open: Tree
): void {
  const all = tree(core['body'])['data'];
  const one = tree(Array.isArray(all) ? (all[0] as unknown) : null);
  const name = text(one['name']);
  if (name !== null) {
    data.set(hash, {
      name,
      algo: string(one['algo']),
      coverage: string(one['coverage']),
      digest: opened(open, '/data/0/digest')
    });
  }
}

function keepSaved(saved: Map<string, ISaved>, core: Tree, open: Tree): void {
  const cells = tree(core['body'])['cells'];
  (Array.isArray(cells) ? (cells as unknown[]) : []).forEach((cell, index) => {
    const one = tree(cell);
    const count = one['execution_count'];
    saved.set(string(one['record']), {
      outputs: text(one['outputs']),
      sha256: opened(open, `/cells/${index}/sha256`),
      count: typeof count === 'number' ? count : null
    });
  });
}

function parsed(line: string): Tree {
  try {
    return tree(JSON.parse(line));
  } catch {
    // A torn or damaged line: the log's verification tells, a badge rests on the others.
    return {};
  }
}

function tree(value: unknown): Tree {
  return typeof value === 'object' && value !== null ? (value as Tree) : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function string(value: unknown): string {
  return text(value) ?? '';
}

function opened(open: Tree, pointer: string): string | null {
  return text(tree(open[pointer])['v']);
}
