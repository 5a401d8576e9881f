/** What a record must look like when it arrives: every field present, none unknown. */

import type { IRecords } from './records';

/** A record that does not fit; the message names the field. */
export class RecordError extends Error {
  override name = 'RecordError';
}

export type Check = (value: unknown, where: string) => void;
type Fields<T> = { readonly [K in keyof T]-?: Check };

export function refuse(value: unknown, where: string, wanted: string): never {
  const seen = JSON.stringify(value)?.slice(0, 60) ?? typeof value;
  throw new RecordError(`${where} should be ${wanted}, got ${seen}.`);
}

export const text: Check = (value, where) => {
  if (typeof value !== 'string') {
    refuse(value, where, 'a string');
  }
};

export const flag: Check = (value, where) => {
  if (typeof value !== 'boolean') {
    refuse(value, where, 'true or false');
  }
};

export const number: Check = (value, where) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    refuse(value, where, 'a finite number');
  }
};

export const count: Check = (value, where) => {
  if (!Number.isInteger(value)) {
    refuse(value, where, 'a whole number');
  }
};

const map: Check = (value, where) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(value, where, 'an object');
  }
};

const scalar: Check = (value, where) => {
  if (!['string', 'number', 'boolean'].includes(typeof value)) {
    refuse(value, where, 'a string, a number or a boolean');
  }
};

const textOrNumber: Check = (value, where) => {
  if (typeof value !== 'string') {
    number(value, where);
  }
};

const textOrMap: Check = (value, where) => {
  if (typeof value !== 'string') {
    map(value, where);
  }
};

export const orNull =
  (check: Check): Check =>
  (value, where) => {
    if (value !== null) {
      check(value, where);
    }
  };

export const list =
  (check: Check): Check =>
  (value, where) => {
    if (!Array.isArray(value)) {
      refuse(value, where, 'a list');
    }
    value.forEach((item, index) => {
      check(item, `${where}[${index}]`);
    });
  };

const each =
  (check: Check): Check =>
  (value, where) => {
    map(value, where);
    for (const [key, item] of Object.entries(value as object)) {
      check(item, `${where}.${key}`);
    }
  };

export const among =
  (...words: readonly string[]): Check =>
  (value, where) => {
    if (typeof value !== 'string' || !words.includes(value)) {
      refuse(value, where, `one of ${words.join(', ')}`);
    }
  };

export function record<T>(fields: Fields<T>): Check {
  const names = Object.keys(fields);
  return (value, where) => {
    map(value, where);
    const given = value as Record<string, unknown>;
    for (const name of Object.keys(given)) {
      if (!names.includes(name)) {
        throw new RecordError(`${where} has no field ${name}.`);
      }
    }
    for (const name of names) {
      if (!(name in given)) {
        throw new RecordError(`${where} lacks ${name}.`);
      }
      fields[name as keyof T](given[name], `${where}.${name}`);
    }
  };
}

/** What reads the records of a table of shapes. */
export interface IReader<R> {
  /** `value` as the record it claims to be; RecordError names the field that is wrong. */
  readonly read: <K extends keyof R & string>(name: K, value: unknown) => R[K];
  /** A list of records of one name. */
  readonly readAll: <K extends keyof R & string>(
    name: K,
    value: unknown
  ) => R[K][];
  /** Names of all records. */
  readonly names: readonly (keyof R & string)[];
}

export function readerOf<R>(shapes: {
  readonly [K in keyof R]: Check;
}): IReader<R> {
  return {
    read: (name, value) => {
      shapes[name](value, name);
      return value as R[typeof name];
    },
    readAll: (name, value) => {
      list(shapes[name])(value, name);
      return value as R[typeof name][];
    },
    names: Object.keys(shapes) as (keyof R & string)[]
  };
}

const role = among(
  ...'id numeric count category boolean time text constant geometry'.split(' ')
);
const kind = among(
  ...'table series array events spectrum wave field survival spatial counts model figure other'.split(
    ' '
  )
);
const relation = among(
  ...(
    'association difference trend nonlinear interaction confounding mediation changepoint ' +
    'periodicity peak heteroscedasticity lag null cluster outlier'
  ).split(' ')
);
const interval = { low: orNull(number), high: orNull(number) };

const columnKey = record<IRecords['ColumnKey']>({
  position: count,
  label: orNull(scalar)
});
const columnProfile = record<IRecords['ColumnProfile']>({
  key: columnKey,
  name: text,
  role,
  dtype: text,
  unit: orNull(text),
  n: count,
  missing: count,
  unique: orNull(count),
  summary: map,
  note: orNull(text)
});
const fingerprint = record<IRecords['Fingerprint']>({
  algo: text,
  digest: text,
  coverage: among('full', 'sampled', 'schema-only', 'unhashable')
});
const plan = record<IRecords['Plan']>({
  rows: orNull(count),
  columns: count,
  pairs: count,
  seed: text,
  complete: flag
});
const hypothesis = record<IRecords['Hypothesis']>({
  statement: text,
  relation,
  variables: list(text),
  direction: orNull(among('+', '-', 'none')),
  level: orNull(text),
  context: orNull(textOrMap),
  location: orNull(textOrNumber)
});
const estimate = record<IRecords['Estimate']>({
  name: text,
  value: number,
  unit: orNull(text),
  ...interval
});
const effect = record<IRecords['Effect']>({
  name: text,
  value: number,
  ...interval
});
const family = record<IRecords['Family']>({ id: text, size: count });
const assumption = record<IRecords['Assumption']>({
  name: text,
  verdict: among('ok', 'weak', 'violated', 'not checkable'),
  detail: text
});
const scan = record<IRecords['Scan']>({ local_p: number, global_p: number });
const statistic = record<IRecords['Statistic']>({
  name: text,
  value: number,
  df: list(number)
});
const evidence = record<IRecords['Evidence']>({
  method: text,
  estimate: orNull(estimate),
  effect: orNull(effect),
  n: count,
  statistic: orNull(statistic),
  p: orNull(number),
  q: orNull(number),
  family: orNull(family),
  scan: orNull(scan),
  assumptions: list(assumption),
  control: orNull(map),
  caveats: list(text),
  split: among('all', 'explore', 'confirm'),
  asserted: flag,
  seed: text,
  plan: orNull(plan),
  versions: each(text)
});
const subject = record<IRecords['Subject']>({
  variable: text,
  fingerprint: orNull(fingerprint)
});
const note = record<IRecords['Note']>({ text, model: orNull(text) });
const confirmation = record<IRecords['Confirmation']>({
  outcome: among('supported', 'refuted', 'inconclusive'),
  reason: text,
  rows: among('confirm side', 'new rows'),
  variable: text,
  evidence
});
const suggestion = record<IRecords['Suggestion']>({
  id: text,
  kind: among('hypothesis', 'analysis', 'caution', 'next step'),
  subject,
  title: text,
  analysis: text,
  hypothesis: orNull(hypothesis),
  evidence: orNull(evidence),
  code: text,
  pack: text,
  done_in: orNull(text),
  status: among(
    ...'proposed accepted rejected supported refuted inconclusive stale'.split(
      ' '
    )
  ),
  note: orNull(note),
  confirmation: orNull(confirmation)
});
const filter = record<IRecords['Filter']>({
  column: text,
  op: among(...'== != < <= > >= missing present'.split(' ')),
  value: orNull(scalar)
});
const request = record<IRecords['Request']>({
  subject: text,
  operation: among(
    ...(
      'rows columns count count_group share mean median sd variance min max range iqr value quantile sum ' +
      'missing present unique mode best_group worst_group diff spearman pearson sign relation factors'
    ).split(' ')
  ),
  variables: list(text),
  relation: orNull(relation),
  group: orNull(text),
  levels: list(text),
  by: orNull(text),
  threshold: orNull(filter),
  filter: list(filter)
});
const choice = record<IRecords['Choice']>({ text, request });
const reading = record<IRecords['Reading']>({
  text,
  request,
  unread: list(text),
  rivals: list(choice)
});
const verb = among('accepted', 'rejected', 'edited', 'confirmed');

export const SHAPES: { readonly [K in keyof IRecords]: Check } = {
  ColumnKey: columnKey,
  ColumnProfile: columnProfile,
  Fingerprint: fingerprint,
  Plan: plan,
  Profile: record<IRecords['Profile']>({
    variable: text,
    kind,
    type: text,
    shape: list(count),
    columns: list(columnProfile),
    fingerprint,
    plan,
    note: orNull(text)
  }),
  Candidate: record<IRecords['Candidate']>({
    analysis: text,
    subject: text,
    variables: list(text),
    context: orNull(map)
  }),
  Hypothesis: hypothesis,
  Estimate: estimate,
  Effect: effect,
  Family: family,
  Assumption: assumption,
  Scan: scan,
  Statistic: statistic,
  Evidence: evidence,
  Subject: subject,
  Note: note,
  Confirmation: confirmation,
  Suggestion: suggestion,
  Decision: record<IRecords['Decision']>({
    suggestion: text,
    verb,
    by: orNull(text),
    when: text,
    notebook: orNull(text),
    kernel: orNull(text),
    cell: orNull(text),
    text: orNull(text)
  }),
  Filter: filter,
  Request: request,
  Choice: choice,
  Reading: reading,
  Answer: record<IRecords['Answer']>({
    text,
    value: orNull(scalar),
    verified: flag,
    unit: orNull(text),
    reading: orNull(reading),
    evidence: orNull(evidence),
    suggestions: list(suggestion)
  })
};

export const { read, readAll, names: RECORDS } = readerOf<IRecords>(SHAPES);
