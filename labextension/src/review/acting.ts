/** What the reader asks of the server, one thing at a time, and what came of it. */

import { asFault } from '../faults';
import type { IFault } from '../tokens';
import type {
  DisclosureStyle,
  ExportKind,
  IDisclosed,
  IProvenanceServer,
  IRedacted
} from './tokens';

/** What came of the last action; the path of a file that was written can be opened. */
export type Outcome =
  | { readonly did: 'exported'; readonly path: string }
  | { readonly did: 'noted' }
  | { readonly did: 'redacted'; readonly result: IRedacted }
  | { readonly did: 'failed'; readonly fault: IFault };

/** The last action and what the server had to say besides. */
export interface IOutcome {
  readonly outcome: Outcome;
  readonly warning: string | null;
}

/** Calls the routes; an error becomes an outcome, so that it is shown where the button was. */
export class Acting {
  /** `changed` after every step, `written` when the log holds a new record. */
  constructor(
    private readonly _server: IProvenanceServer,
    private readonly _path: () => string,
    private readonly _told: {
      readonly changed: () => void;
      readonly written: () => void;
    }
  ) {}

  get busy(): boolean {
    return this._busy;
  }

  get last(): IOutcome | null {
    return this._last;
  }

  /** Take the last outcome away. */
  dismiss(): void {
    this._last = null;
    this._told.changed();
  }

  /** Say why nothing was asked of the server. */
  refuse(fault: IFault): void {
    this._last = { outcome: { did: 'failed', fault }, warning: null };
    this._told.changed();
  }

  async export(kind: ExportKind): Promise<void> {
    await this._run(async () => {
      const { path, warning } = await this._server.export(this._path(), kind);
      return { outcome: { did: 'exported', path }, warning };
    });
  }

  /** The text, or null where there is none: the outcome says why. */
  async disclose(style: DisclosureStyle): Promise<IDisclosed | null> {
    let found: IDisclosed | null = null;
    await this._run(async () => {
      found = await this._server.disclose(this._path(), style);
      return null;
    });
    return found;
  }

  async note(record: string, text: string, by: string): Promise<void> {
    await this._run(async () => {
      const name = by === '' ? null : by;
      const made = await this._server.note(this._path(), record, text, name);
      this._told.written();
      return { outcome: { did: 'noted' }, warning: made.warning };
    });
  }

  async redact(
    record: string,
    pointers: readonly string[],
    reason: string
  ): Promise<void> {
    await this._run(async () => {
      const result = await this._server.redact(
        this._path(),
        record,
        pointers,
        reason
      );
      this._told.written();
      return { outcome: { did: 'redacted', result }, warning: result.warning };
    });
  }

  private async _run(act: () => Promise<IOutcome | null>): Promise<void> {
    if (this._busy) {
      return;
    }
    this._busy = true;
    this._last = null;
    this._told.changed();
    try {
      this._last = await act();
    } catch (error) {
      const fault = asFault(error);
      this._last = { outcome: { did: 'failed', fault }, warning: null };
    }
    this._busy = false;
    this._told.changed();
  }

  private _busy = false;
  private _last: IOutcome | null = null;
}
