/** The slash commands, and the answers to those that tell of the program: the page gives them, with or without a kernel. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { tellStatus } from '../status/facts';
import type { IStatusServer } from '../status/tokens';
import type { IReply } from './records';
import { modelReply, plainReply } from './replies';

/** The commands and what each does. */
export function commandsOf(
  trans: TranslationBundle
): readonly (readonly [string, string])[] {
  return [
    ['/suggest', trans.__('what to look at in a variable')],
    ['/ask', trans.__('a question about the data')],
    ['/explain', trans.__('what a cell or its output means')],
    ['/fix', trans.__('why a cell failed, and what helps')],
    ['/confirm', trans.__('test a hypothesis on rows it has not seen')],
    ['/code', trans.__('draft a cell')],
    ['/report', trans.__('the accepted findings as text')],
    ['/model', trans.__('which language model answers')],
    ['/clear', trans.__('delete this conversation')],
    ['/help', trans.__('what can be asked')]
  ];
}

/** Shows a reply, perhaps again when more is known. */
export type OwnAnswer = (
  server: IStatusServer,
  trans: TranslationBundle,
  show: (reply: IReply) => void
) => Promise<void>;

/** What the page answers itself, by the command. */
export const OWN: ReadonlyMap<string | null, OwnAnswer> = new Map([
  [
    '/model',
    (server, trans, show) =>
      tellStatus(server, status => {
        show(modelReply(status, trans));
      })
  ],
  [
    '/help',
    async (_, trans, show) => {
      show(plainReply(helpLines(trans)));
    }
  ]
]);

function helpLines(trans: TranslationBundle): string[] {
  return [
    trans.__('Ask in plain words, or begin with a command:'),
    ...commandsOf(trans).map(([name, what]) => trans.__('%1: %2', name, what)),
    trans.__(
      '@ names a variable, a column or a cell. Cells and selected outputs can be dragged in.'
    )
  ];
}
