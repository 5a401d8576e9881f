/** The records of a conversation, the mirror of chat/records.py; `tests/wire/chat/*.json` holds an example of each. */

import type { IAnswer, ISuggestion } from '../records';

export type AttachmentKind = 'variable' | 'column' | 'cell' | 'output';
export type Basis = 'computed' | 'unverified' | 'general' | 'none';
export type BlockKind = 'text' | 'comment' | 'code';
export type Standing = 'plain' | 'grounded' | 'unverified';
export type SourceKind = 'evidence' | 'variable' | 'output' | 'question';
export type TrialState = 'ran' | 'failed' | 'not run';

/** What the person put beside a message; `text` is untrusted. */
export interface IAttachment {
  readonly kind: AttachmentKind;
  readonly name: string;
  readonly text: string | null;
}

/** One piece of what would be sent to the model; one that is `fixed` cannot be left out. */
export interface IPiece {
  readonly id: string;
  readonly told: string;
  readonly text: string;
  readonly tokens: number;
  readonly fixed: boolean;
}

/** What a number or a name comes from; `told` is the computation in words. */
export interface ISource {
  readonly kind: SourceKind;
  readonly told: string;
  readonly variable: string | null;
  readonly suggestion: string | null;
  readonly cell: string | null;
}

/** A stretch of text of one standing; `source` is its place in the reply's sources. */
export interface IRun {
  readonly text: string;
  readonly standing: Standing;
  readonly source: number | null;
}

/** A paragraph stated by code (text), one by the model (comment), or code. */
export interface IBlock {
  readonly kind: BlockKind;
  readonly runs: readonly IRun[];
}

/** A call in drafted code that may do harm; `line` counts from 1. */
export interface IDanger {
  readonly line: number;
  readonly call: string;
  readonly told: string;
}

/** What became of drafted code on a sample of the data; `output` is untrusted. */
export interface ITrial {
  readonly state: TrialState;
  readonly told: string;
  readonly rows: number | null;
  readonly seconds: number | null;
  readonly output: string | null;
}

/** Drafted code; `suggestion` is the card by which its acceptance is recorded. */
export interface IDraft {
  readonly suggestion: ISuggestion;
  readonly trial: ITrial;
  readonly dangers: readonly IDanger[];
}

/** What the assistant says to one message. */
export interface IReply {
  readonly basis: Basis;
  readonly blocks: readonly IBlock[];
  readonly sources: readonly ISource[];
  readonly answer: IAnswer | null;
  readonly suggestions: readonly ISuggestion[];
  readonly draft: IDraft | null;
  readonly dropped: number;
}

/** One message of the history; exactly one of `text`, `reply`. */
export interface IMessage {
  readonly id: string;
  readonly at: string;
  readonly text: string | null;
  readonly reply: IReply | null;
  readonly attachments: readonly IAttachment[];
  readonly stopped: boolean;
}

/** The records by the name they bear in chat/records.py. */
export interface IChatRecords {
  Attachment: IAttachment;
  Piece: IPiece;
  Source: ISource;
  Run: IRun;
  Block: IBlock;
  Danger: IDanger;
  Trial: ITrial;
  Draft: IDraft;
  Reply: IReply;
  Message: IMessage;
}
