/** The log beside a notebook, read through the contents interface when it changed. */

import type { Contents } from '@jupyterlab/services';
import { asFault, isGone } from '../faults';
import type { ILogText } from './log';
import { readLog } from './log';

const NOTHING: ILogText = readLog('');

/** Contents path of the log of a notebook. */
export function logOf(notebook: string): string {
  return `${notebook.replace(/^RTC:/, '')}.prov.jsonl`;
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
      return await this._look(notebook, named);
    } catch (error) {
      return this._keep('fault', this.log, asFault(error).message);
    }
  }

  private async _look(notebook: string, named: boolean): Promise<boolean> {
    if (!named && !(await this._exists(notebook))) {
      return this._keep('', NOTHING, null);
    }
    const path = logOf(notebook);
    const file = await this._stat(path);
    if (file === null) {
      // The log of a renamed notebook comes after it: the server answers once it is there.
      return named
        ? this._look(notebook, false)
        : this._keep('', NOTHING, null);
    }
    const stamp = `${path} ${file.last_modified} ${file.size ?? ''}`;
    if (stamp === this._stamp) {
      return false;
    }
    return this._keep(stamp, readLog(await this._text(path)), null);
  }

  /** What the file is like; null where there is none. */
  private async _stat(path: string): Promise<Contents.IModel | null> {
    try {
      return await this._contents.get(path, { content: false });
    } catch (error) {
      if (isGone(error)) {
        return null;
      }
      throw error;
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
