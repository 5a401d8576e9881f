/** Replies that the page makes itself: they tell of the program, never of data. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { factsOf } from '../status/facts';
import type { IStatus } from '../status/tokens';
import type { IReply } from './records';

export const EMPTY: IReply = {
  basis: 'none',
  blocks: [],
  sources: [],
  answer: null,
  suggestions: [],
  draft: null,
  dropped: 0
};

/** Whether nothing is said in it, and nothing shown. */
export function isEmpty(reply: IReply): boolean {
  const { blocks, answer, suggestions, draft } = reply;
  const lists = blocks.length + suggestions.length;
  return lists === 0 && answer === null && draft === null;
}

/** Paragraphs that claim nothing. */
export function plainReply(paragraphs: readonly string[]): IReply {
  return {
    ...EMPTY,
    blocks: paragraphs.map(text => ({
      kind: 'text',
      runs: [{ text, standing: 'plain', source: null }]
    }))
  };
}

/** What `/model` answers: the facts of the status card, a paragraph each. */
export function modelReply(status: IStatus, trans: TranslationBundle): IReply {
  return plainReply(
    factsOf(status, trans).map(({ label, lines }) =>
      trans.__('%1: %2', label, lines.join('; '))
    )
  );
}
