/** What the parts of the chat agree on: contracts only, no behaviour. */

import type { ISignal } from '@lumino/signaling';
import type { IChoice, ISuggestion } from '../records';
import type { IFault, IView } from '../tokens';
import type { IAttachment, IMessage, IPiece, IReply } from './records';

/** What was said before, as the kernel side is told. */
export interface ITurn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** A message and all that goes with it. */
export interface ISaid {
  readonly text: string;
  readonly cells: readonly object[];
  readonly attachments: readonly IAttachment[];
  readonly turns: readonly ITurn[];
  /** The active cell. */
  readonly cell: string | null;
}

export type CompletionKind = 'variable' | 'column' | 'cell';

export interface ICompletion {
  readonly name: string;
  readonly told: string;
}

/** What the chat asks the kernel side to do. */
export type ChatAsk =
  | (ISaid & { readonly do: 'chat'; readonly without: readonly string[] })
  | (ISaid & { readonly do: 'preview' })
  | {
      readonly do: 'complete';
      readonly kind: CompletionKind;
      readonly prefix: string;
    };

/** What the kernel side says to it. */
export type ChatPush =
  | {
      readonly event: 'reply';
      readonly re: number | null;
      /** The whole reply so far; it takes the place of the last. */
      readonly reply: IReply;
      readonly final: boolean;
    }
  | {
      readonly event: 'pieces';
      readonly re: number | null;
      readonly pieces: readonly IPiece[];
      /** Tokens that the model can hold, null where that is not known. */
      readonly window: number | null;
      /** The model counted; else the tokens are estimates. */
      readonly exact: boolean;
    }
  | {
      readonly event: 'completions';
      readonly re: number | null;
      readonly items: readonly ICompletion[];
    };

/** The policies that the server enforces. */
export interface IPolicy {
  readonly value: 'user-choice' | 'force-on' | 'force-off';
  readonly locked: boolean;
}

/** How much of a conversation the server keeps. */
export interface IKeeping {
  /** Older messages that are no longer kept. */
  readonly dropped: number;
  /** To be told once: what was kept is damaged and was set aside. */
  readonly told: string | null;
}

/** The routes of the history. Every call rejects with a Trouble. */
export interface IChatServer {
  chat(
    path: string
  ): Promise<IKeeping & { readonly messages: readonly IMessage[] }>;
  /** Add messages, or put them in the place of those of their ids; what follows a replaced one is dropped. */
  saveChat(path: string, messages: readonly IMessage[]): Promise<IKeeping>;
  clearChat(path: string): Promise<void>;
  chatMarkdown(path: string): Promise<string>;
}

/** What the list of pieces shows. */
export interface IPiecesView {
  readonly open: boolean;
  readonly awaited: boolean;
  readonly pieces: readonly IPiece[];
  readonly window: number | null;
  readonly exact: boolean;
  /** Why they could not be counted. */
  readonly fault: IFault | null;
  readonly without: ReadonlySet<string>;
}

/** All that the chat draws of one notebook; a new object for every change. */
export interface IChatView {
  readonly assistant: IView;
  readonly messages: readonly IMessage[];
  /** The history is being read. */
  readonly loading: boolean;
  /** Id of the message that waits for its reply, null where none does. */
  readonly answering: string | null;
  /** The model writes. */
  readonly consulting: boolean;
  /** What went wrong with the reply to the last message. */
  readonly fault: IFault | null;
  /** The history could not be read or kept. */
  readonly warning: IFault | null;
  /** What the server had to tell of the history, until the person has taken note. */
  readonly notice: IFault | null;
  /** Older messages that are no longer kept. */
  readonly dropped: number;
  /** The chat is turned off by a policy. */
  readonly forbidden: IFault | null;
  readonly attachments: readonly IAttachment[];
  readonly pieces: IPiecesView;
  /** What became of the insertion of drafts, by the id of their suggestion. */
  readonly inserting: ReadonlySet<string>;
  readonly insertFaults: ReadonlyMap<string, IFault>;
}

/** What a person can do in the chat. */
export interface IChatActions {
  /** True where the message was taken; else the text stays in the line. */
  send(text: string, attachments?: readonly IAttachment[]): boolean;
  stop(): void;
  retry(): void;
  /** Say a message anew with another text, and what followed it no more; true where that was taken. */
  edit(id: string, text: string): boolean;
  clear(): Promise<void>;
  /** The conversation as Markdown. */
  markdown(): Promise<string>;
  attach(attachments: readonly IAttachment[]): void;
  detach(attachment: IAttachment): void;
  /** Show what would be sent with that text, or put the list away. */
  preview(open: boolean, text: string): void;
  leaveOut(piece: string, out: boolean): void;
  insert(suggestion: ISuggestion): Promise<void>;
  /** Take note of what was told of the history. */
  dismiss(): void;
  /**
   * Ask one of the readings that a reply offers. It takes the place of the question, as an edited one does; where
   * others follow that one, it is asked anew: they must not be lost by a click.
   */
  choose(reply: string, choice: IChoice): void;
  complete(
    kind: CompletionKind,
    prefix: string
  ): Promise<readonly ICompletion[]>;
}

/** The conversation about one notebook. */
export interface IConversation extends IChatActions {
  readonly view: IChatView;
  readonly changed: ISignal<IConversation, void>;
  /** A cell by its brackets, and by its place where they do not tell it; a dash where it is gone. */
  cellName(id: string): string;
  /** Go and attach to the kernel side, where that was not tried or failed. */
  reach(): void;
}

/** Where a click in a reply leads. */
export interface IPlaces {
  /** Open a card in the panel. */
  card(suggestion: string): void;
  /** Bring a cell of the notebook into view. */
  cell(id: string): void;
}
