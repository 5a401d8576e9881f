/** The conversation about one notebook: its state, and what follows from what. No DOM, no wire. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { UUID } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { asFault } from '../faults';
import type { IChoice, ISuggestion } from '../records';
import type { IStatusServer } from '../status/tokens';
import type { IFault, INotebookAssistant, IServer, Push } from '../tokens';
import { Beside } from './beside';
import { lostKernel, saidNothing } from './faults';
import { History } from './history';
import { Inserting } from './inserting';
import type { IAttachment, IMessage, IReply } from './records';
import { EMPTY, isEmpty } from './replies';
import type { OwnAnswer } from './slash';
import { OWN } from './slash';
import type {
  CompletionKind,
  IChatServer,
  IChatView,
  ICompletion,
  IConversation
} from './tokens';
import { Turn } from './turn';

export interface IConversationNeeds {
  readonly assistant: INotebookAssistant;
  readonly server: IChatServer & IStatusServer & Pick<IServer, 'status'>;
  /** Whether the person wants the history deleted. */
  readonly confirmClear: () => Promise<boolean>;
  /** ISO 8601, in UTC. */
  readonly now: () => string;
  readonly trans: TranslationBundle;
}

/** State and actions of the chat for one notebook. */
export class Conversation implements IConversation {
  constructor(private readonly _needs: IConversationNeeds) {
    const { assistant, server } = _needs;
    const { line } = assistant;
    this._history = new History(
      server,
      () => assistant.view.path,
      () => {
        this._emit();
      }
    );
    this._beside = new Beside(
      assistant,
      () => this._history.messages,
      () => {
        this._emit();
      },
      _needs.trans
    );
    this._inserting = new Inserting(assistant, this._history, () => {
      this._emit();
    });
    this._loaded = this._load();
    line.pushed.connect(this._onPush, this);
    assistant.changed.connect(this._onAssistant, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get view(): IChatView {
    this._view ??= this._draw();
    return this._view;
  }

  /** Nobody will read the answer that is awaited: the model need not write it. */
  leave(): void {
    if (this._turn !== null) {
      this._needs.assistant.line.tell({ do: 'stop' });
    }
  }

  dispose(): void {
    this.leave();
    const { assistant } = this._needs;
    assistant.line.pushed.disconnect(this._onPush, this);
    assistant.changed.disconnect(this._onAssistant, this);
    Signal.clearData(this);
  }

  /** When the history is read, and the kernel side there or not to be had. */
  async settled(): Promise<void> {
    await this._loaded;
    const coming = (): boolean => {
      const { link, hasKernel } = this._needs.assistant.view;
      const { name } = link;
      return (
        name === 'starting' ||
        name === 'waiting' ||
        (name === 'none' && hasKernel !== false)
      );
    };
    await new Promise<void>(resolve => {
      const look = (): void => {
        if (!coming()) {
          this.changed.disconnect(look);
          resolve();
        }
      };
      this.changed.connect(look);
      look();
    });
  }

  /** Read the history; a policy may forbid the chat. */
  private async _load(): Promise<void> {
    const { server, assistant, trans } = this._needs;
    assistant.reach();
    try {
      const { chat } = (await server.status()).policies;
      this._forbidden =
        chat.value === 'force-off'
          ? {
              message: trans.__('The chat is turned off by an administrator.'),
              cure: trans.__(
                'Suggestions and evidence work without it. The setting is `chat_policy`.'
              )
            }
          : null;
    } catch {
      // What the server does not answer is said with the history, which is asked for next.
      this._forbidden = null;
    }
    if (this._forbidden === null) {
      await this._history.load();
    }
    this._emit();
  }

  send(text: string, attachments: readonly IAttachment[] = []): boolean {
    const said = text.trim();
    if (said === '' || !this._free) {
      return false;
    }
    if (said === '/clear') {
      void this.clear();
      return true;
    }
    const message: IMessage = {
      id: UUID.uuid4(),
      at: this._needs.now(),
      text: said,
      reply: null,
      attachments: this._beside.with(said, attachments),
      stopped: false
    };
    if (!OWN.has(said) && !this._isReady) {
      return false;
    }
    this._say(message);
    return true;
  }

  stop(): void {
    this._needs.assistant.line.tell({ do: 'stop' });
    this._turn?.end(true);
  }

  retry(): void {
    const asked = this._asked;
    if (asked !== null && this._free && this._isReady) {
      this._say(asked);
    }
  }

  edit(id: string, text: string): boolean {
    const message = this._history.messages.find(one => one.id === id);
    const said = text.trim();
    if (message === undefined || said === '' || !this._free) {
      return false;
    }
    const attachments = this._beside.with(said, message.attachments);
    const at = this._needs.now();
    this._say({ ...message, text: said, at, attachments });
    return true;
  }

  async clear(): Promise<void> {
    if (await this._needs.confirmClear()) {
      this._turn?.end(true);
      this._fault = null;
      await this._history.clear();
    }
  }

  markdown(): Promise<string> {
    const { server, assistant } = this._needs;
    return server.chatMarkdown(assistant.view.path);
  }

  attach(attachments: readonly IAttachment[]): void {
    this._beside.attach(attachments);
  }

  detach(attachment: IAttachment): void {
    this._beside.detach(attachment);
  }

  preview(open: boolean, text: string): void {
    this._beside.preview(open, text);
  }

  leaveOut(piece: string, out: boolean): void {
    this._beside.leaveOut(piece, out);
  }

  insert(draft: ISuggestion): Promise<void> {
    return this._inserting.insert(draft);
  }

  dismiss(): void {
    this._history.dismiss();
  }

  choose(reply: string, { text }: IChoice): void {
    const asked = this._asked;
    if (asked !== null && this._history.last?.id === reply) {
      this.edit(asked.id, text);
    } else {
      this.send(text);
    }
  }

  complete(
    kind: CompletionKind,
    prefix: string
  ): Promise<readonly ICompletion[]> {
    return this._beside.complete(kind, prefix);
  }

  reach(): void {
    this._needs.assistant.reach();
  }

  cellName(id: string): string {
    return this._beside.cellName(id);
  }

  private get _isReady(): boolean {
    return this._needs.assistant.view.link.name === 'ready';
  }

  /** Nothing is awaited that a message would cut off. */
  private get _free(): boolean {
    return (
      this._turn === null && !this._history.loading && this._forbidden === null
    );
  }

  /** The message, in its place, and what followed it no more; then the reply to it. */
  private _say(message: IMessage): void {
    this._fault = null;
    this._history.put(message);
    this._history.cutAfter(message.id);
    void this._history.keep(message.id);
    const own = OWN.get(message.text);
    if (own !== undefined) {
      void this._answerSelf(own);
    } else {
      this._ask(message);
    }
    this._emit();
  }

  private _ask(message: IMessage): void {
    const id = this._beside.send(message);
    if (id === null) {
      this._fault = lostKernel(this._needs.trans);
      return;
    }
    const reply = UUID.uuid4();
    this._turn = new Turn(id, {
      replied: said => {
        this._put(reply, said, false);
        this._emit();
      },
      failed: fault => {
        this._fault = fault;
      },
      changed: () => {
        this._emit();
      },
      ended: stopped => {
        this._end(reply, stopped);
      }
    });
  }

  private _put(id: string, reply: IReply, stopped: boolean): void {
    const at = this._needs.now();
    const beside = { text: null, attachments: [], stopped };
    this._history.put({ id, at, reply, ...beside });
  }

  private _end(id: string, stopped: boolean): void {
    const cut = this._turn?.cut ?? false;
    this._turn = null;
    const { last } = this._history;
    const reply = last?.id === id && last.reply ? last.reply : EMPTY;
    if (!isEmpty(reply) || stopped) {
      this._put(id, reply, stopped || cut);
      void this._history.keep(id);
    } else {
      // What says nothing is no answer: the question stands, to be asked again.
      this._history.cutAfter(this._asked?.id ?? id);
      this._fault ??= saidNothing(this._needs.trans);
    }
    this._emit();
  }

  private async _answerSelf(own: OwnAnswer): Promise<void> {
    const { server, trans } = this._needs;
    const id = UUID.uuid4();
    try {
      await own(server, trans, reply => {
        this._put(id, reply, false);
        this._emit();
      });
      void this._history.keep(id);
    } catch (error) {
      this._fault = asFault(error);
      this._emit();
    }
  }

  private _onPush(_: unknown, push: Push): void {
    if (!this._beside.take(push)) {
      this._turn?.take(push);
    }
  }

  private _onAssistant(): void {
    const { assistant } = this._needs;
    const { link, hasKernel, serverFault } = assistant.view;
    const { name } = link;
    this._history.reached(serverFault === null);
    if (name === 'none' && hasKernel === true) {
      assistant.reach();
    }
    if (name !== 'ready' && name !== 'disconnected') {
      this._beside.end();
      if (this._turn !== null) {
        this._fault = lostKernel(this._needs.trans);
        this._turn.end(false, true);
      }
    }
    this._emit();
  }

  private _emit(): void {
    this._view = null;
    this._changed.emit();
  }

  private _draw(): IChatView {
    return {
      assistant: this._needs.assistant.view,
      messages: this._history.messages,
      loading: this._history.loading,
      answering: this._turn === null ? null : (this._asked?.id ?? null),
      consulting: this._turn?.consulting ?? false,
      fault: this._fault,
      warning: this._history.warning,
      notice: this._history.notice,
      dropped: this._history.dropped,
      forbidden: this._forbidden,
      attachments: this._beside.attachments,
      pieces: this._beside.pieces,
      inserting: this._inserting.going,
      insertFaults: this._inserting.faults
    };
  }

  /** The last message of the person. */
  private get _asked(): IMessage | null {
    const said = this._history.messages.filter(one => one.text !== null);
    return said.at(-1) ?? null;
  }

  private _turn: Turn | null = null;
  private _fault: IFault | null = null;
  private _forbidden: IFault | null = null;
  private _view: IChatView | null = null;
  private readonly _inserting: Inserting;
  private readonly _beside: Beside;
  private readonly _history: History;
  private readonly _loaded: Promise<void>;
  private readonly _changed = new Signal<this, void>(this);
}
