/** What one notebook asks of the server besides decisions, and whether the server answers. */

import { asFault } from './faults';
import type { IFault, IModelStatus, IServer } from './tokens';
import { Trouble } from './tokens';

/** A server that does not answer is asked again so often. */
const AGAIN_MS = 5000;

/** Calls that the panel can do without. */
export class Serving {
  constructor(
    private readonly _server: IServer,
    private readonly _changed: () => void
  ) {}

  /** The model as the server told it last. */
  get model(): IModelStatus | null {
    return this._model;
  }

  /** The server cannot be reached. */
  get fault(): IFault | null {
    return this._fault;
  }

  askStatus(): Promise<void> {
    return this.call(async server => {
      this._model = (await server.status()).model;
    });
  }

  async call(ask: (server: IServer) => Promise<void>): Promise<void> {
    try {
      await ask(this._server);
      this.reached(null);
    } catch (error) {
      this.reached(error);
    }
    this._changed();
  }

  /** Note whether a call came through. */
  reached(error: unknown): void {
    const unreachable = error instanceof Trouble && error.unreachable;
    this._fault = unreachable ? asFault(error) : null;
    clearTimeout(this._again);
    if (unreachable && !this._disposed) {
      this._again = setTimeout(() => void this.askStatus(), AGAIN_MS);
    }
  }

  dispose(): void {
    this._disposed = true;
    clearTimeout(this._again);
  }

  private _model: IModelStatus | null = null;
  private _fault: IFault | null = null;
  private _again: ReturnType<typeof setTimeout> | undefined;
  private _disposed = false;
}
