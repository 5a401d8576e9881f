/** What the conversation itself has to say of an answer that did not come. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { IFault } from '../tokens';

/** The kernel is gone, and the answer with it. */
export function lostKernel(trans: TranslationBundle): IFault {
  return {
    message: trans.__('The kernel went away before it answered.'),
    cure: trans.__('When it is there again, ask again.')
  };
}

/** The kernel side ended a request and had said nothing. */
export function saidNothing(trans: TranslationBundle): IFault {
  return {
    message: trans.__('The kernel ended this without an answer.'),
    cure: trans.__('Ask again.')
  };
}
