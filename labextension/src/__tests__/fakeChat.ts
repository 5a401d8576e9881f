/** A conversation among stand-ins, and records of it. */

import { nullTranslator } from '@jupyterlab/translation';
import { readFileSync } from 'fs';
import { join } from 'path';
import { CLOSED } from '../chat/asked';
import { Conversation } from '../chat/conversation';
import type { IChatRecords, IMessage, IReply } from '../chat/records';
import type { IChatServer, IChatView, IKeeping, IPolicy } from '../chat/tokens';
import type { IStatus } from '../status/tokens';
import { setUp } from './fakeModel';
import { settle, VIEW, WIRE } from './fakes';

export const trans = nullTranslator.load('jupyter_sciassist');

export function chatExample<K extends keyof IChatRecords>(
  name: K
): IChatRecords[K] {
  const text = readFileSync(join(WIRE, 'chat', `${name}.json`), 'utf-8');
  return JSON.parse(text) as IChatRecords[K];
}

/** A whole status; the hash of the model's file is known where it was asked for. */
export function statusOf(model: IStatus['model'], hash: boolean): IStatus {
  const choice = { value: 'user-choice', locked: false } as const;
  return {
    version: '0.1.0',
    model,
    queue: 0,
    settings: { record_rejections: true, on_failure: 'warn' },
    pid: 42,
    policies: { chat: choice, model: choice, network: choice },
    file: { name: 'q.gguf', sha256: hash ? 'cc32' : null, bytes: 2e6 },
    memory: { worker: 1e6, server: 3e6 },
    speed: { prompt: 80.4, answer: 21.6 },
    connections: [],
    versions: { python: '3.12.1' },
    log_file: null
  };
}

/** A reply by code of one sentence. */
export function replyOf(text: string, change: Partial<IReply> = {}): IReply {
  return {
    basis: 'computed',
    blocks: [
      { kind: 'text', runs: [{ text, standing: 'plain', source: null }] }
    ],
    sources: [],
    answer: null,
    suggestions: [],
    draft: null,
    dropped: 0,
    ...change
  };
}

/** A history as the server keeps it. */
export class FakeHistory implements IChatServer {
  messages: readonly IMessage[] = [];
  dropped = 0;
  /** Told with the next answer, once. */
  told: string | null = null;
  refuses: Error | null = null;
  readonly saved: (readonly IMessage[])[] = [];

  async chat(): Promise<IKeeping & { messages: readonly IMessage[] }> {
    this._refuse();
    return { messages: this.messages, ...this._keeping() };
  }

  async saveChat(_: string, messages: readonly IMessage[]): Promise<IKeeping> {
    this._refuse();
    this.saved.push(messages);
    for (const message of messages) {
      const place = this.messages.findIndex(one => one.id === message.id);
      const before = place < 0 ? this.messages : this.messages.slice(0, place);
      this.messages = [...before, message];
    }
    return this._keeping();
  }

  async clearChat(): Promise<void> {
    this._refuse();
    this.messages = [];
  }

  async chatMarkdown(path: string): Promise<string> {
    return `# ${path}`;
  }

  private _keeping(): IKeeping {
    const { dropped, told } = this;
    this.told = null;
    return { dropped, told };
  }

  private _refuse(): void {
    if (this.refuses !== null) {
      throw this.refuses;
    }
  }
}

export type Talk = ReturnType<typeof setUp> & {
  conversation: Conversation;
  history: FakeHistory;
  /** What the next question whether to delete is answered with. */
  answers: { clear: boolean };
  /** The kernel side's number of the last message. */
  re: () => number;
  reply: (text: string, change?: Partial<IReply>) => void;
  done: (stopped?: boolean) => void;
  /** Texts of the messages, a reply's in brackets. */
  told: () => string[];
};

/** A conversation whose history is read and whose kernel side is there. */
export async function talk(
  history = new FakeHistory(),
  policy: IPolicy['value'] = 'user-choice'
): Promise<Talk> {
  const all = setUp({ auto: false });
  const chat = { value: policy, locked: false };
  all.server.policies = { ...all.server.policies, chat };
  const answers = { clear: true };
  const status = (): ReturnType<typeof all.server.status> =>
    all.server.status();
  const conversation = new Conversation({
    assistant: all.model,
    server: Object.assign(history, {
      status,
      fullStatus: async (hash: boolean) => statusOf(all.server.model, hash)
    }),
    confirmClear: async () => answers.clear,
    now: () => '2026-11-26T06:30:00.000Z',
    trans
  });
  all.link.ready();
  await settle();
  const re = (): number => all.link.last('chat');
  return {
    ...all,
    conversation,
    history,
    answers,
    re,
    reply: (text, change = {}) => {
      const reply = replyOf(text, change);
      all.link.push({ event: 'reply', re: re(), reply, final: false });
    },
    done: (stopped = false) => {
      all.link.push({ event: 'done', re: re(), stopped });
    },
    told: () =>
      conversation.view.messages.map(
        ({ text, reply }) =>
          text ?? `[${reply?.blocks[0]?.runs[0]?.text ?? ''}]`
      )
  };
}

/** What the chat draws where nothing was said. */
export const CHAT_VIEW: IChatView = {
  assistant: VIEW,
  messages: [],
  loading: false,
  answering: null,
  consulting: false,
  fault: null,
  warning: null,
  notice: null,
  dropped: 0,
  forbidden: null,
  attachments: [],
  pieces: CLOSED,
  inserting: new Set(),
  insertFaults: new Map()
};
