/** Lines as a log holds them; their hashes are made up, as the timeline does not check them. */

import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { MessageChannel } from 'worker_threads';
import { digest } from '../places';
import type { IProfile } from '../records';
import { driftsOf, Present } from '../review/drift';
import type { ICell } from '../review/drift';
import { ReviewModel } from '../review/model';
import type { IRow } from '../review/rows';
import { readRows } from '../review/rows';
import type {
  IBeside,
  IProvenanceServer,
  IReviewNeeds
} from '../review/tokens';
import type { Trouble } from '../tokens';

// What every browser has and jsdom does not.
Object.assign(globalThis, { MessageChannel });
AbortSignal.prototype.throwIfAborted ??= function (this: AbortSignal): void {
  if (this.aborted) {
    throw new DOMException('aborted', 'AbortError');
  }
};

/** A hash of the form that logs have. */
export const hashOf = (name: string): string =>
  `sha256:${bytesToHex(sha256(utf8ToBytes(name)))}`;

/** One line; what is in `gone` was committed to and removed. */
export function line(
  name: string,
  type: string,
  body: object,
  open: { readonly [pointer: string]: unknown } = {},
  gone: readonly string[] = []
): string {
  const pointers = [...Object.keys(open), ...gone].sort();
  return JSON.stringify({
    core: {
      v: 1,
      type,
      seq: 0,
      prev: [],
      id: name,
      ts: '2026-11-26T10:00:00.000Z',
      actor: { kind: type.startsWith('suggestion') ? 'human' : 'system' },
      commit: Object.fromEntries(pointers.map(one => [one, 'hmac-sha256:00'])),
      body
    },
    hash: hashOf(name),
    open: Object.fromEntries(
      Object.entries(open).map(([one, v]) => [one, { salt: '00', v }])
    )
  });
}

/** An acceptance of `code` in the cell `cell`. */
export function accepted(
  name: string,
  code: string,
  cell: string | null,
  extra: { readonly by?: string; readonly kind?: string } = {}
): string {
  const { by, kind = 'hypothesis' } = extra;
  return line(
    name,
    'suggestion.accepted',
    {
      suggestion: { id: `of ${name}`, kind, analysis: 'trend' },
      cell: cell === null ? null : { id: cell, after_sha256: hashOf(code) },
      acceptance: { mode: 'verbatim', sha256: hashOf(code) },
      evidence: [{ method: 'Theil-Sen' }],
      data: [{ name: 'penguins', shape: [344, 8] }]
    },
    {
      '/suggestion/title': `title of ${name}`,
      '/suggestion/text': code,
      '/acceptance/text': code,
      ...(by === undefined ? {} : { '/by': by })
    }
  );
}

export const bytesOf = (...lines: readonly string[]): Uint8Array =>
  utf8ToBytes(lines.map(one => `${one}\n`).join(''));

/** All rows of a file. */
export async function rowsOf(bytes: Uint8Array): Promise<readonly IRow[]> {
  const rows: IRow[] = [];
  const { signal } = new AbortController();
  await readRows(bytes, slice => rows.push(...slice), signal);
  return rows;
}

export const cell = (
  id: string | null,
  source: string,
  names: readonly string[] = []
): ICell => ({ id, source, names, sha256: () => digest(source) });

/** How the acceptances stand, by their record's name. */
export function standing(
  rows: readonly IRow[],
  cells: readonly ICell[]
): { readonly [name: string]: string } {
  const drifts = driftsOf(rows, new Present(cells, rows));
  return Object.fromEntries(
    rows.map(row => [row.id, drifts.get(row.key) ?? ''])
  );
}

/** A file, its notebook, and a server that puts down what it is asked. */
export class FakeWorld implements IReviewNeeds {
  bytes: Uint8Array = bytesOf();
  beside: IBeside | null = null;
  stamped = 'first';
  fault: Trouble | null = null;
  besideFault: Trouble | null = null;
  reads = 0;
  writes = 0;
  variables: readonly IProfile[] = [];
  readonly asked: unknown[][] = [];
  readonly name = (): string => 'Ada';

  readonly server: IProvenanceServer = {
    download: () => Promise.reject(new Error('not asked here')),
    export: async (...call) => {
      this._ask('export', call);
      return { path: 'a.html', warning: 'The notebook differs.' };
    },
    disclose: async (...call) => {
      this._ask('disclose', call);
      return { text: 'We used it.', warning: null };
    },
    note: async (...call) => {
      this._ask('note', call);
      return APPENDED;
    },
    redact: async (...call) => {
      this._ask('redact', call);
      return {
        ...APPENDED,
        removed: ['/by'],
        elsewhere: [{ record: 'two', pointer: '/by' }]
      };
    }
  };

  path(): string {
    return 'a.ipynb.prov.jsonl';
  }

  async read(): Promise<Uint8Array> {
    this.reads += 1;
    return this.bytes;
  }

  async stamp(): Promise<string> {
    this._refuse();
    return this.stamped;
  }

  wrote(): void {
    this.writes += 1;
  }

  profiles(): readonly IProfile[] {
    return this.variables;
  }

  async notebook(): Promise<IBeside | null> {
    if (this.besideFault !== null) {
      throw this.besideFault;
    }
    return this.beside;
  }

  private _ask(verb: string, call: readonly unknown[]): void {
    this.asked.push([verb, ...call]);
    this._refuse();
  }

  private _refuse(): void {
    if (this.fault !== null) {
      throw this.fault;
    }
  }
}

const APPENDED = {
  record: 'new',
  hash: hashOf('new'),
  head: hashOf('new'),
  count: 9,
  warning: null
};

/** A model that has read the lines. */
export async function modelOf(
  world: FakeWorld,
  ...lines: readonly string[]
): Promise<ReviewModel> {
  world.bytes = bytesOf(...lines);
  const model = new ReviewModel(world);
  await model.load();
  return model;
}
