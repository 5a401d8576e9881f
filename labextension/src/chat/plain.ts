import type { TranslationBundle } from '@jupyterlab/translation';
import type { IReply } from './records';

/** A reply as plain text, for the clipboard and for screen readers. */
export function plainOf(reply: IReply, trans: TranslationBundle): string {
  return reply.blocks
    .map(block =>
      block.runs
        .map(run =>
          run.standing === 'unverified'
            ? trans.__('%1 (not verified)', run.text)
            : run.text
        )
        .join('')
    )
    .join('\n\n');
}
