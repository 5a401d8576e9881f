/** What is not established, and why. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { IEvidence, ISuggestion } from './records';

/** Cautions and next steps claim nothing that could be established. */
export function isClaim({ kind }: Pick<ISuggestion, 'kind'>): boolean {
  return kind === 'hypothesis' || kind === 'analysis';
}

/** Why a claim is not established. */
export function weakness(
  evidence: IEvidence,
  trans: TranslationBundle
): string {
  return evidence.q !== null && evidence.q > 0.05
    ? trans.__('Could be chance: q is above 0.05.')
    : trans.__('Too few rows, or an assumption does not hold.');
}

/** Why rows of one side only were used. */
export function sideWords(trans: TranslationBundle): string {
  return trans.__(
    'Found on the explore side of the rows; the others are kept to confirm it.'
  );
}
