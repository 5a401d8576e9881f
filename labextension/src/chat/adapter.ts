/**
 * The only file that knows the model of `@jupyter/chat`: it shows the messages of a conversation and hands on what
 * is typed. Replies are drawn elsewhere, into the nodes that this file keeps for them.
 */

import type {
  IChatContext,
  IMessageContent,
  INewMessage,
  IUser
} from '@jupyter/chat';
import { AbstractChatContext, AbstractChatModel } from '@jupyter/chat';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { RenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { Held } from './held';
import type { IMessage } from './records';
import type { IConversation } from './tokens';

export const REPLY_MIME = 'application/vnd.sciassist.reply+json';
/** What `@jupyter/chat` draws messages of a person with. */
const TEXT_MIME = 'text/markdown';

class Context extends AbstractChatContext {
  get users(): IUser[] {
    return [];
  }
}

/** One conversation as `@jupyter/chat` wants it. */
export class ChatAdapter extends AbstractChatModel {
  constructor(
    private readonly _conversation: IConversation,
    trans: TranslationBundle
  ) {
    super({
      config: {
        enableCodeToolbar: false,
        sendTypingNotification: false,
        stackMessages: false,
        unreadNotifications: false
      }
    });
    this.user = { username: 'you', display_name: trans.__('You') };
    this._assistant = {
      username: 'sciassist',
      display_name: trans.__('Research Assistant'),
      bot: true
    };
    // Nothing here is news to the person: no message counts as unread.
    this.lastRead = Infinity;
    // The line keeps the text until the message was taken.
    this.held = new Held(_conversation, this.input);
    this.input.send = text => {
      this.held.send(text);
    };
    this.rendermime = rendering(id => this.nodeOf(id));
    _conversation.changed.connect(this._sync, this);
    this._sync();
    this.setReady();
  }

  readonly user: IUser;
  readonly rendermime: RenderMimeRegistry;
  readonly held: Held;

  override dispose(): void {
    this._conversation.changed.disconnect(this._sync, this);
    this.held.dispose();
    super.dispose();
  }

  sendMessage({ body }: INewMessage): boolean {
    return this._conversation.send(body);
  }

  /** A message was edited, and its editor is closed: it is sent anew, now or as soon as it is taken. */
  updateMessage(id: string, { body }: IMessageContent): boolean {
    this.held.edit(id, String(body));
    return true;
  }

  createChatContext(): IChatContext {
    return new Context({ model: this });
  }

  /** The node that the reply of that id is drawn into. */
  nodeOf(id: string): HTMLElement {
    const known = this._nodes.get(id);
    if (known !== undefined) {
      return known;
    }
    const node = document.createElement('div');
    this._nodes.set(id, node);
    return node;
  }

  /** Bring the messages up to those of the conversation, leaving alone what is the same. */
  private _sync(): void {
    const { messages } = this._conversation.view;
    const shown = this.messages;
    const first = messages.findIndex((one, place) => !same(one, shown[place]));
    const kept = first < 0 ? messages.length : first;
    if (shown.length > kept) {
      this.messagesDeleted(kept, shown.length - kept);
    }
    if (messages.length > kept) {
      this.messagesInserted(
        kept,
        messages.slice(kept).map(one => this._content(one))
      );
    }
    for (const id of [...this._nodes.keys()]) {
      if (!messages.some(one => one.id === id)) {
        this._nodes.delete(id);
      }
    }
  }

  private _content({ id, at, text }: IMessage): IMessageContent {
    return {
      type: 'msg',
      id,
      time: Date.parse(at) / 1000,
      sender: text === null ? this._assistant : this.user,
      body: text ?? { data: { [REPLY_MIME]: { id } } }
    };
  }

  private readonly _assistant: IUser;
  private readonly _nodes = new Map<string, HTMLElement>();
}

/** A reply stays the same message while it grows: it is drawn by us. */
function same(message: IMessage, shown: IMessageContent | undefined): boolean {
  return (
    shown?.id === message.id &&
    (message.text === null || shown.body === message.text)
  );
}

/**
 * Renderers of the chat alone. Text is text: what a person or a model says is never Markdown or HTML, so that no
 * image or link in it can make the page ask anybody for anything.
 */
function rendering(nodeOf: (id: string) => HTMLElement): RenderMimeRegistry {
  const factory = (
    type: string,
    fill: (node: HTMLElement, data: unknown) => void
  ): IRenderMime.IRendererFactory => ({
    safe: true,
    mimeTypes: [type],
    createRenderer: () => new Filled(type, fill)
  });
  return new RenderMimeRegistry({
    initialFactories: [
      factory(TEXT_MIME, (node, text) => {
        node.className = 'jp-sciassist-message';
        node.dir = 'auto';
        node.textContent = String(text);
      }),
      factory(REPLY_MIME, (node, data) => {
        node.replaceChildren(nodeOf((data as { id: string }).id));
      })
    ]
  });
}

/** A renderer whose node is filled once. */
class Filled extends Widget implements IRenderMime.IRenderer {
  constructor(
    private readonly _type: string,
    private readonly _fill: (node: HTMLElement, data: unknown) => void
  ) {
    super();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._fill(this.node, model.data[this._type]);
  }
}
