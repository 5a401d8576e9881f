/** What travels before and after a decision is put on record: contracts only, no behaviour. */

import type { IProfile, ISuggestion, Verb } from './records';

export interface IDecisionRequest {
  readonly suggestion: ISuggestion;
  readonly verb: Verb;
  readonly kernel: string | null;
  readonly notebook: string | null;
  readonly doc_id: string | null;
  readonly cell: { readonly id: string; readonly index: number } | null;
  readonly text: string | null;
  readonly by: string | null;
  readonly shown_ms: number | null;
  readonly profile: IProfile | null;
  /** Pointers of what the record leaves out; null lets the server choose. */
  readonly withhold: readonly string[] | null;
}

export interface IReceipt {
  readonly record: string | null;
  readonly hash: string | null;
  readonly log: string | null;
  readonly head: string | null;
  readonly count: number | null;
  /** How many of the records are decisions. */
  readonly decisions: number | null;
  readonly path: string;
  readonly doc_id: string | null;
  readonly warning: string | null;
  readonly withheld: readonly {
    readonly pointer: string;
    readonly what: string | null;
  }[];
}

/** The sidecar of a notebook. */
export interface ILog {
  readonly path: string;
  readonly state: 'ok' | 'none' | 'torn' | 'damaged';
  readonly count: number;
  /** How many of the records are decisions. */
  readonly decisions: number;
  readonly head: string | null;
}

/** Something that a record would hold openly and that may be private. */
export interface IFinding {
  /** What can be left out of the record. */
  readonly pointer: string;
  /** The text it was found in: `pointer` or below. */
  readonly at: string;
  readonly kind: 'key' | 'e-mail' | 'home folder' | 'name';
  readonly what: string;
  /** Its first characters and its length, never the whole. */
  readonly excerpt: string;
  readonly start: number;
  readonly end: number;
  readonly proposed: boolean;
}

/** A git repository without a rule for records. */
export interface IRepository {
  readonly folder: string;
  readonly line: string;
}

export interface IScan {
  readonly findings: readonly IFinding[];
  readonly gitattributes: IRepository | null;
}

/** Asks the user about what is to be written. */
export interface IConsent {
  /** Pointers to leave out; null where the user wants nothing on record. */
  withhold(findings: readonly IFinding[]): Promise<readonly string[] | null>;
  /** Offer to add the rule to the repository around a notebook, once. */
  offer(repository: IRepository, notebook: string): Promise<void>;
}
