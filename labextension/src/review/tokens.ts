/** What the parts of the review document agree on: contracts only, no behaviour. */

import type { JSONValue } from '@lumino/coreutils';
import type { DataDrift } from '../badges/words';
import type { IProfile } from '../records';
import type { IFault } from '../tokens';
import type { IOutcome } from './acting';
import type { Checked } from './checking';
import type { Drift, ICell, IFound } from './drift';
import type { IEntry } from './entry';
import type { IReviewFilter } from './filter';
import type { IRow } from './rows';

export type ExportKind =
  | 'rocrate-1.1'
  | 'rocrate-1.3'
  | 'prov-json'
  | 'prov-n'
  | 'agent-trace'
  | 'csv'
  | 'html';

export type DisclosureStyle =
  'icmje' | 'jama' | 'nature' | 'elsevier' | 'neurips' | 'gamer';

export interface IExported {
  /** Where it was written, a path of the server's contents. */
  readonly path: string;
  readonly warning: string | null;
}

export interface IDisclosed {
  readonly text: string;
  readonly warning: string | null;
}

/** A record that was added to the log. */
export interface IAppended {
  readonly record: string;
  readonly hash: string;
  readonly head: string;
  readonly count: number;
  readonly warning: string | null;
}

export interface IRedacted extends IAppended {
  readonly removed: readonly string[];
  /** Where the same text still stands open. */
  readonly elsewhere: readonly {
    readonly record: string;
    readonly pointer: string;
  }[];
}

/** The server's part; `path` is always that of the log. Every call but `download` rejects with a Trouble. */
export interface IProvenanceServer {
  /** The bytes behind an address of the server's files; a refusal is a `ResponseError`. */
  download(url: string, signal?: AbortSignal): Promise<Uint8Array>;
  export(path: string, kind: ExportKind): Promise<IExported>;
  disclose(path: string, style: DisclosureStyle): Promise<IDisclosed>;
  note(
    path: string,
    record: string,
    text: string,
    by: string | null
  ): Promise<IAppended>;
  redact(
    path: string,
    record: string,
    pointers: readonly string[],
    reason: string
  ): Promise<IRedacted>;
}

/** The notebook beside a log, as it is now: open in JupyterLab, else on disk. */
export interface IBeside {
  readonly cells: readonly ICell[];
  /** The notebook's own metadata. */
  readonly metadata: JSONValue;
}

/** What the model of a log needs of the world. */
export interface IReviewNeeds {
  /** Path of the log in the server's contents. */
  path(): string;
  /** The bytes of the log. */
  read(signal: AbortSignal): Promise<Uint8Array>;
  /** Something that is another whenever the file was written. */
  stamp(): Promise<string>;
  /** The notebook beside the log; null where there is none. */
  notebook(): Promise<IBeside | null>;
  /** What is known of the variables in the kernel of the notebook. */
  profiles(): readonly IProfile[];
  /** A record was written: whoever counts them must look again. */
  wrote(): void;
  readonly server: IProvenanceServer;
  /** The name under which the reader goes on record; empty for none. */
  readonly name: () => string;
}

/** All that the document draws; a new object for every change. */
export interface IReviewView {
  /** Path of the log, and of the notebook that it belongs to by its name. */
  readonly path: string;
  readonly notebook: string | null;
  /** Null until it is known whether the notebook is there. */
  readonly hasNotebook: boolean | null;
  /** All lines are read. */
  readonly read: boolean;
  /** The file could not be read. */
  readonly fault: IFault | null;
  /** The notebook beside it could not be read. */
  readonly besideFault: IFault | null;
  readonly rows: readonly IRow[];
  /** The rows that the filter lets through, the latest first. */
  readonly shown: readonly IRow[];
  readonly filter: IReviewFilter;
  readonly drifts: ReadonlyMap<string, Drift>;
  readonly selected: string | null;
  /** The selected record, read whole. */
  readonly entry: IEntry | null;
  /** Where the cell of the selected acceptance is, and its text now. */
  readonly now: (IFound & { readonly source: string | null }) | null;
  /** How the data of the selected record stand to those in the kernel. */
  readonly data: DataDrift;
  /** An action is on its way to the server. */
  readonly busy: boolean;
  /** What came of the last one. */
  readonly outcome: IOutcome | null;
  /** What the hashes say. */
  readonly checked: Checked;
  /** Why a line does not hold, by its number. */
  readonly faults: ReadonlyMap<number, string>;
}
