/** What a badge and its tooltip say. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { IFingerprint } from '../records';
import type { IVerdict } from './blame';
import type { IData, ISaved } from './log';

/** What can be told of a cell beside its text. */
export interface ICircumstances {
  /** Contents path of the log. */
  readonly log: string;
  /** Why the log could not be read, if it could not. */
  readonly fault: string | null;
  /** The log is that of a copied notebook. */
  readonly copied: boolean;
  readonly outputs: 'none' | 'older' | 'not checkable' | null;
  readonly data: 'unchanged' | 'changed' | 'not checkable' | null;
}

/** The words on the badge. */
export function label(verdict: IVerdict, trans: TranslationBundle): string {
  switch (verdict.kind) {
    case 'verbatim':
      return trans.__('AI verbatim');
    case 'edited':
      return verdict.percent === null
        ? trans.__('AI edited')
        : // Rounded to nothing an edit would read as none.
          trans.__('AI edited %1 %', verdict.percent || '< 1');
    case 'redacted':
      return trans.__('redacted');
    case 'missing':
      return trans.__('record missing');
    case 'human':
      return trans.__('human');
    case 'unknown':
      return trans.__('unknown');
  }
}

/** The tooltip, a line a fact. */
export function details(
  verdict: IVerdict,
  around: ICircumstances,
  trans: TranslationBundle
): string {
  const { accepted } = verdict;
  if (around.fault !== null) {
    return trans.__('The record could not be read: %1', around.fault);
  }
  if (accepted === null) {
    return without(verdict, around, trans);
  }
  const lines = [
    accepted.title ?? trans.__('(title redacted)'),
    accepted.by === null
      ? trans.__('Accepted on %1', accepted.ts.slice(0, 10))
      : trans.__('Accepted on %1 by %2', accepted.ts.slice(0, 10), accepted.by)
  ];
  if (verdict.kind === 'redacted') {
    lines.push(
      trans.__(
        'The suggested text was removed: how much was edited is not known'
      )
    );
  }
  if (verdict.found === 'text') {
    lines.push(trans.__('Found by its text, its id is gone (a hint)'));
  } else if (verdict.found === 'name') {
    lines.push(trans.__('Found by the mark in its metadata (a hint)'));
  }
  lines.push(
    ...outputs(around, trans),
    ...data(around, trans),
    trans.__('By %1, which is not verified here', around.log)
  );
  return lines.join('\n');
}

function without(
  verdict: IVerdict,
  around: ICircumstances,
  trans: TranslationBundle
): string {
  switch (verdict.kind) {
    case 'missing':
      return around.copied
        ? trans.__(
            'The cell is marked as a suggestion; this notebook is a copy, and its record stands beside the original if anywhere'
          )
        : trans.__(
            'The cell is marked as a suggestion, but no acceptance of it is on record beside this notebook'
          );
    case 'human':
      return trans.__(
        'Somebody stated in this notebook that this text was written by hand; it is not on record'
      );
    default:
      return trans.__(
        'Nothing on record: by hand, or by a tool that does not write here'
      );
  }
}

function outputs(around: ICircumstances, trans: TranslationBundle): string[] {
  switch (around.outputs) {
    case 'older':
      return [trans.__('Outputs: older than the source')];
    case 'none':
      return [trans.__('Outputs: none')];
    case 'not checkable':
      return [trans.__('Outputs: which source they are from is not checkable')];
    case null:
      return [];
  }
}

function data(around: ICircumstances, trans: TranslationBundle): string[] {
  switch (around.data) {
    case 'unchanged':
      return [trans.__('Data: unchanged in the kernel')];
    case 'changed':
      return [
        trans.__('Data: changed since, so the recorded evidence is stale')
      ];
    case 'not checkable':
      return [trans.__('Data: not checkable, the kernel does not show it')];
    case null:
      return [];
  }
}

/** How the data in the kernel stand to the data on record. */
export function dataDrift(
  recorded: IData | undefined,
  present: IFingerprint | null
): ICircumstances['data'] {
  if (recorded === undefined) {
    return null;
  }
  const whole =
    recorded.digest !== null &&
    present !== null &&
    present.algo === recorded.algo &&
    present.coverage === recorded.coverage;
  if (!whole || recorded.coverage === 'unhashable') {
    return 'not checkable';
  }
  if (present.digest !== recorded.digest) {
    return 'changed';
  }
  // A sample or a schema that is the same leaves the rest open.
  return recorded.coverage === 'full' ? 'unchanged' : 'not checkable';
}

/** How old the outputs of a code cell are, by the page while it is open, else by the last save. */
export function outputsDrift(
  cell: {
    readonly count: number | null;
    readonly outputs: number;
    readonly edited: boolean;
    readonly sha256: string;
  },
  saved: ISaved | undefined
): ICircumstances['outputs'] {
  if (cell.count === null && cell.outputs === 0) {
    return 'none';
  }
  const told =
    saved !== undefined &&
    saved.outputs === 'older than source' &&
    saved.sha256 === cell.sha256 &&
    saved.count === cell.count;
  return cell.edited || told ? 'older' : 'not checkable';
}
