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

/** What `/model` answers: the facts of the status card, a paragraph each. */
export function modelReply(status: IStatus, trans: TranslationBundle): IReply {
  const blocks = factsOf(status, trans).map(({ label, lines }) => ({
    kind: 'text' as const,
    runs: [
      {
        text: trans.__('%1: %2', label, lines.join('; ')),
        standing: 'plain' as const,
        source: null
      }
    ]
  }));
  return { ...EMPTY, blocks };
}
