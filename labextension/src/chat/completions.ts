/** What `/` and `@` offer while a message is typed. */

import type {
  ChatCommand,
  IChatCommandProvider,
  IInputModel
} from '@jupyter/chat';
import { ChatCommandRegistry } from '@jupyter/chat';
import type { TranslationBundle } from '@jupyterlab/translation';
import { typed } from './mentions';
import { commandsOf } from './slash';
import type { CompletionKind, ICompletion, IConversation } from './tokens';

/** So many names are offered. */
const OFFERED = 12;
const KINDS: readonly CompletionKind[] = ['variable', 'column', 'cell'];

/** The commands and the names of one conversation. */
export function completionsOf(
  conversation: Pick<IConversation, 'complete'>,
  trans: TranslationBundle
): ChatCommandRegistry {
  const registry = new ChatCommandRegistry();
  registry.addProvider(new Commands(trans));
  registry.addProvider(new Names(conversation, trans));
  return registry;
}

/** Slash commands, at the start of a message. */
export class Commands implements IChatCommandProvider {
  constructor(private readonly _trans: TranslationBundle) {}

  readonly id = 'sciassist:commands';

  async listCommandCompletions(input: IInputModel): Promise<ChatCommand[]> {
    const word = input.currentWord ?? '';
    if (!word.startsWith('/') || !input.value.trimStart().startsWith(word)) {
      return [];
    }
    const all = commandsOf(this._trans);
    // A command that is typed out is not offered: Enter sends it.
    return all.some(([name]) => name === word)
      ? []
      : all
          .filter(([name]) => name.startsWith(word))
          .map(([name, description]) => ({
            name,
            description,
            providerId: this.id,
            spaceOnAccept: true
          }));
  }

  async onSubmit(): Promise<void> {
    // A message is sent as it stands.
  }
}

/** Names after `@`: variables, columns, cells. */
export class Names implements IChatCommandProvider {
  constructor(
    private readonly _conversation: Pick<IConversation, 'complete'>,
    private readonly _trans: TranslationBundle
  ) {}

  readonly id = 'sciassist:names';

  /** The list belongs to the word that is typed now: what was asked before gets the latest answer, too. */
  listCommandCompletions(input: IInputModel): Promise<ChatCommand[]> {
    const word = input.currentWord ?? '';
    const asked = word.startsWith('@') ? this._list(word) : [];
    const turn = ++this._turn;
    const answered = Promise.resolve(asked);
    this._latest = answered;
    return answered.then(found => (turn === this._turn ? found : this._latest));
  }

  async onSubmit(): Promise<void> {
    // Names are read from the text when it is sent.
  }

  private async _list(word: string): Promise<ChatCommand[]> {
    const prefix = word.slice(1).replace(/\\(\s)/g, '$1');
    const found = await Promise.all(
      KINDS.map(async kind =>
        (await this._conversation.complete(kind, prefix)).map(item =>
          this._command(kind, item)
        )
      )
    );
    const all = found.flat();
    return all.some(one => one.name === word) ? [] : all.slice(0, OFFERED);
  }

  private _command(kind: CompletionKind, item: ICompletion): ChatCommand {
    const trans = this._trans;
    const words: { readonly [key in CompletionKind]: string } = {
      variable: trans.__('variable'),
      column: trans.__('column'),
      cell: trans.__('cell')
    };
    return {
      name: typed(item.name),
      description: [words[kind], item.told].filter(one => one).join(': '),
      providerId: this.id,
      spaceOnAccept: true
    };
  }

  private _turn = 0;
  private _latest: Promise<ChatCommand[]> = Promise.resolve([]);
}
