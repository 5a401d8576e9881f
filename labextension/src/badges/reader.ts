/** The log beside a notebook, read through the contents interface when it changed. */

import type { Contents, ServiceManager } from '@jupyterlab/services';
import { ServerConnection } from '@jupyterlab/services';
import { asFault } from '../faults';
import type { ILogText } from './log';
import { readLog } from './log';

const NOTHING: ILogText = readLog('');

/** Contents path of the log of a notebook. */
export function logOf(notebook: string): string {
  return `${notebook.replace(/^RTC:/, '')}.prov.jsonl`;
}

/**
 * A file of the contents manager by its download address: without the detour over JSON, which takes
 * twice as long for a long log, and also where damage made it no text.
 */
export function download(
  manager: ServiceManager.IManager
): (path: string) => Promise<string> {
  return async path => {
    const url = await manager.contents.getDownloadUrl(path);
    const { serverSettings } = manager;
    const response = await ServerConnection.makeRequest(
      url,
      {},
      serverSettings
    );
    if (!response.ok) {
      throw new ServerConnection.ResponseError(response);
    }
    return response.text();
  };
}

/** What was last read of one log. */
export class LogReader {
  /** `exists`: whether there is a log beside a notebook that names none. */
  constructor(
    private readonly _contents: Contents.IManager,
    private readonly _text: (path: string) => Promise<string>,
    private readonly _exists: (notebook: string) => Promise<boolean>
  ) {}

  log: ILogText = NOTHING;

  /** Why the log could not be read; null where it could, or where there is none. */
  fault: string | null = null;

  /**
   * Read the log of the notebook where it is another one than before; whether anything changed.
   *
   * @param named - The notebook names its log, or a cell a suggestion. Else the server is asked
   * first, which does not answer a missing file with a line in its log.
   */
  async look(notebook: string, named: boolean): Promise<boolean> {
    try {
      if (!named && !(await this._exists(notebook))) {
        return this._keep('', NOTHING, null);
      }
      const path = logOf(notebook);
      const file = await this._contents.get(path, { content: false });
      const stamp = `${path} ${file.last_modified} ${file.size ?? ''}`;
      if (stamp === this._stamp) {
        return false;
      }
      return this._keep(stamp, readLog(await this._text(path)), null);
    } catch (error) {
      if (isStatus(error, 404)) {
        return this._keep('', NOTHING, null);
      }
      return this._keep('fault', this.log, asFault(error).message);
    }
  }

  private _keep(stamp: string, log: ILogText, fault: string | null): boolean {
    const changed =
      this._stamp !== stamp || this.log !== log || this.fault !== fault;
    this._stamp = stamp;
    this.log = log;
    this.fault = fault;
    return changed;
  }

  private _stamp: string | null = null;
}

function isStatus(error: unknown, status: number): boolean {
  return (
    error instanceof ServerConnection.ResponseError &&
    error.response.status === status
  );
}
