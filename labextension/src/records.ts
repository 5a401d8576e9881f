/**
 * The records that travel, the mirror of records.py, and the check of what arrives.
 *
 * `tests/wire/*.json` holds an example of each, read by both test suites.
 */

export type Role =
  | 'id'
  | 'numeric'
  | 'count'
  | 'category'
  | 'boolean'
  | 'time'
  | 'text'
  | 'constant'
  | 'geometry';
export type Kind =
  | 'table'
  | 'series'
  | 'array'
  | 'events'
  | 'spectrum'
  | 'wave'
  | 'field'
  | 'survival'
  | 'spatial'
  | 'counts'
  | 'model'
  | 'figure'
  | 'other';
export type Relation =
  | 'association'
  | 'difference'
  | 'trend'
  | 'nonlinear'
  | 'interaction'
  | 'confounding'
  | 'mediation'
  | 'changepoint'
  | 'periodicity'
  | 'peak'
  | 'heteroscedasticity'
  | 'lag'
  | 'null'
  | 'cluster'
  | 'outlier';
export type Direction = '+' | '-' | 'none';
export type Verdict = 'ok' | 'weak' | 'violated' | 'not checkable';
export type Outcome = 'supported' | 'refuted' | 'inconclusive';
export type Split = 'all' | 'explore' | 'confirm';
export type SuggestionKind =
  'hypothesis' | 'analysis' | 'caution' | 'next step';
export type Status =
  | 'proposed'
  | 'accepted'
  | 'rejected'
  | 'supported'
  | 'refuted'
  | 'inconclusive'
  | 'stale';
export type Verb = 'accepted' | 'rejected' | 'edited' | 'confirmed';
export type Operation =
  | 'rows'
  | 'columns'
  | 'count'
  | 'count_group'
  | 'share'
  | 'mean'
  | 'median'
  | 'sd'
  | 'variance'
  | 'min'
  | 'max'
  | 'range'
  | 'quantile'
  | 'sum'
  | 'missing'
  | 'present'
  | 'unique'
  | 'iqr'
  | 'value'
  | 'mode'
  | 'best_group'
  | 'worst_group'
  | 'diff'
  | 'spearman'
  | 'pearson'
  | 'sign'
  | 'relation'
  | 'factors';
export type Comparison =
  '==' | '!=' | '<' | '<=' | '>' | '>=' | 'missing' | 'present' | 'during';

export type JSONValue =
  | null
  | boolean
  | number
  | string
  | readonly JSONValue[]
  | { readonly [key: string]: JSONValue };
export type JSONMap = { readonly [key: string]: JSONValue };

export interface IColumnKey {
  readonly position: number;
  readonly label: string | number | boolean | null;
}

export interface IColumnProfile {
  readonly key: IColumnKey;
  readonly name: string;
  readonly role: Role;
  readonly dtype: string;
  readonly unit: string | null;
  readonly n: number;
  readonly missing: number;
  readonly unique: number | null;
  readonly summary: JSONMap;
  readonly note: string | null;
}

export interface IFingerprint {
  readonly algo: string;
  readonly digest: string;
  readonly coverage: 'full' | 'sampled' | 'schema-only' | 'unhashable';
}

export interface IPlan {
  readonly rows: number | null;
  readonly columns: number;
  readonly pairs: number;
  readonly seed: string;
  readonly complete: boolean;
}

export interface IProfile {
  readonly variable: string;
  readonly kind: Kind;
  readonly type: string;
  readonly shape: readonly number[];
  readonly columns: readonly IColumnProfile[];
  readonly fingerprint: IFingerprint;
  readonly plan: IPlan;
  readonly note: string | null;
}

export interface ICandidate {
  readonly analysis: string;
  readonly subject: string;
  readonly variables: readonly string[];
  readonly context: JSONMap | null;
}

export interface IHypothesis {
  readonly statement: string;
  readonly relation: Relation;
  readonly variables: readonly string[];
  readonly direction: Direction | null;
  readonly level: string | null;
  readonly context: JSONMap | string | null;
  readonly location: number | string | null;
}

export interface IEstimate {
  readonly name: string;
  readonly value: number;
  readonly unit: string | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface IEffect {
  readonly name: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface IFamily {
  readonly id: string;
  readonly size: number;
}

export interface IAssumption {
  readonly name: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

export interface IScan {
  readonly local_p: number;
  readonly global_p: number;
}

export interface IStatistic {
  readonly name: string;
  readonly value: number;
  readonly df: readonly number[];
}

export interface IEvidence {
  readonly method: string;
  readonly estimate: IEstimate | null;
  readonly effect: IEffect | null;
  readonly n: number;
  readonly statistic: IStatistic | null;
  readonly p: number | null;
  readonly q: number | null;
  readonly family: IFamily | null;
  readonly scan: IScan | null;
  readonly assumptions: readonly IAssumption[];
  readonly control: JSONMap | null;
  readonly caveats: readonly string[];
  readonly split: Split;
  readonly asserted: boolean;
  readonly seed: string;
  readonly plan: IPlan | null;
  readonly versions: { readonly [name: string]: string };
}

export interface ISubject {
  readonly variable: string;
  readonly fingerprint: IFingerprint | null;
}

export interface INote {
  readonly text: string;
  readonly model: string | null;
}

export interface IConfirmation {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly rows: 'confirm side' | 'new rows';
  readonly variable: string;
  readonly evidence: IEvidence;
}

export interface ISuggestion {
  readonly id: string;
  readonly kind: SuggestionKind;
  readonly subject: ISubject;
  readonly title: string;
  readonly analysis: string;
  readonly hypothesis: IHypothesis | null;
  readonly evidence: IEvidence | null;
  readonly code: string;
  readonly pack: string;
  readonly done_in: string | null;
  readonly status: Status;
  readonly note: INote | null;
  readonly confirmation: IConfirmation | null;
}

export interface IDecision {
  readonly suggestion: string;
  readonly verb: Verb;
  readonly by: string | null;
  readonly when: string;
  readonly notebook: string | null;
  readonly kernel: string | null;
  readonly cell: string | null;
  readonly text: string | null;
}

export interface IFilter {
  readonly column: string;
  readonly op: Comparison;
  readonly value: string | number | boolean | null;
}

export interface IRequest {
  readonly subject: string;
  readonly operation: Operation;
  readonly variables: readonly string[];
  readonly relation: Relation | null;
  readonly group: string | null;
  readonly levels: readonly string[];
  readonly by: string | null;
  readonly threshold: IFilter | null;
  readonly filter: readonly IFilter[];
}

export interface IChoice {
  readonly text: string;
  readonly request: IRequest;
}

export interface IReading {
  readonly text: string;
  readonly request: IRequest;
  readonly unread: readonly string[];
  readonly rivals: readonly IChoice[];
}

export interface IAnswer {
  readonly text: string;
  readonly value: string | number | boolean | null;
  readonly verified: boolean;
  readonly unit: string | null;
  readonly reading: IReading | null;
  readonly evidence: IEvidence | null;
  readonly suggestions: readonly ISuggestion[];
}

/** The records by the name they bear in records.py. */
export interface IRecords {
  ColumnKey: IColumnKey;
  ColumnProfile: IColumnProfile;
  Fingerprint: IFingerprint;
  Plan: IPlan;
  Profile: IProfile;
  Candidate: ICandidate;
  Hypothesis: IHypothesis;
  Estimate: IEstimate;
  Effect: IEffect;
  Family: IFamily;
  Assumption: IAssumption;
  Scan: IScan;
  Statistic: IStatistic;
  Evidence: IEvidence;
  Subject: ISubject;
  Note: INote;
  Confirmation: IConfirmation;
  Suggestion: ISuggestion;
  Decision: IDecision;
  Filter: IFilter;
  Request: IRequest;
  Choice: IChoice;
  Reading: IReading;
  Answer: IAnswer;
}
