/** The messages of one conversation, in memory and on the server. No DOM. */

import { asFault } from '../faults';
import type { IFault } from '../tokens';
import type { IMessage } from './records';
import type { IChatServer, IKeeping } from './tokens';

export class History {
  constructor(
    private readonly _server: IChatServer,
    private readonly _path: () => string,
    private readonly _changed: () => void
  ) {}

  get messages(): readonly IMessage[] {
    return this._messages;
  }

  get loading(): boolean {
    return this._loading;
  }

  /** The history could not be read, or what was said last could not be kept. */
  get warning(): IFault | null {
    return this._warning;
  }

  /** What the server had to tell of what it kept. */
  get notice(): IFault | null {
    return this._notice;
  }

  /** Older messages that are no longer kept. */
  get dropped(): number {
    return this._dropped;
  }

  get last(): IMessage | null {
    return this._messages.at(-1) ?? null;
  }

  async load(): Promise<void> {
    this._loading = true;
    this._changed();
    try {
      const kept = await this._server.chat(this._path());
      this._messages = kept.messages;
      this._hear(kept);
      this._warning = null;
    } catch (error) {
      this._warning = asFault(error);
    }
    this._loading = false;
    this._changed();
  }

  /** Add a message, or put it in the place of the one with its id. */
  put(message: IMessage): void {
    const place = this._place(message.id);
    this._messages =
      place < 0
        ? [...this._messages, message]
        : this._messages.map(one => (one.id === message.id ? message : one));
  }

  /** Drop what follows a message. */
  cutAfter(id: string): void {
    this._messages = this._messages.slice(0, this._place(id) + 1);
  }

  /** Keep a message and those after it, and what is owed before it; the server drops what followed before. */
  keep(id: string): Promise<void> {
    const messages = this._messages.slice(Math.max(this._place(id), 0));
    return this._tell(async path => {
      const owed = this._owed.filter(one => {
        const place = this._place(one.id);
        return place >= 0 && place < this._place(id);
      });
      this._owed = [...owed, ...messages];
      this._hear(await this._server.saveChat(path, this._owed));
      this._owed = [];
    });
  }

  /** Whether the server answers now: then it is told what it missed. */
  reached(now: boolean): void {
    const [first] = this._owed;
    if (now && !this._wasReached && first !== undefined) {
      void this.keep(first.id);
    }
    this._wasReached = now;
  }

  async clear(): Promise<void> {
    this._messages = [];
    await this._tell(async path => {
      this._owed = [];
      await this._server.clearChat(path);
      this._notice = null;
      this._dropped = 0;
    });
  }

  /** The person has taken note. */
  dismiss(): void {
    this._notice = null;
    this._changed();
  }

  private _place(id: string): number {
    return this._messages.findIndex(one => one.id === id);
  }

  private _hear({ dropped, told }: IKeeping): void {
    this._dropped = dropped;
    if (told !== null) {
      this._notice = { message: told, cure: '' };
    }
  }

  /** One after the other, so that what was said later is kept later. */
  private _tell(call: (path: string) => Promise<void>): Promise<void> {
    this._telling = this._telling.then(async () => {
      try {
        await call(this._path());
        this._warning = null;
      } catch (error) {
        this._warning = asFault(error);
      }
      this._changed();
    });
    return this._telling;
  }

  private _messages: readonly IMessage[] = [];
  /** What the server does not have yet, because it did not answer. */
  private _owed: readonly IMessage[] = [];
  private _wasReached = true;
  private _loading = false;
  private _warning: IFault | null = null;
  private _notice: IFault | null = null;
  private _dropped = 0;
  private _telling: Promise<void> = Promise.resolve();
}
