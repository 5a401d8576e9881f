/** The two comms of kernel.ts: requests go out on one, pushes come in on the other. */

import type { Kernel } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';

/** A comm of JupyterLab 4.4 and later, which may have a subshell of its own. */
type Comm = Kernel.IComm & { readonly subshellStarted?: Promise<void> };

/** What of a kernel connection the comms need. */
export type CommHost = Pick<
  Kernel.IKernelConnection,
  'createComm' | 'subshellId' | 'commsOverSubshells' | 'supportsSubshells'
>;

/** Whether the user's setting lets comms run on subshells. */
export function allowsSubshells(kernel: CommHost): boolean {
  return (kernel.commsOverSubshells as string | undefined) !== 'disabled';
}

/**
 * The kernel never answers on the request comm: ipykernel routes a message to the shell that last
 * sent on its comm, so one push from the main shell would make the next request wait for the cell.
 */
export class CommPair {
  /** `beside`: a subshell made by hand, where JupyterLab cannot make one yet. */
  constructor(
    private readonly _kernel: CommHost,
    private _beside: string | null
  ) {
    this._request = _kernel.createComm('sciassist.request');
    this._push = _kernel.createComm('sciassist.push');
  }

  /** The subshell made by hand that the comms still need. */
  get beside(): string | null {
    return this._beside;
  }

  /** Closed by the kernel: the targets are not registered, or no longer. */
  get lost(): boolean {
    return this._lost;
  }

  listen(receive: (data: unknown) => void, lost: () => void): void {
    this._push.onMsg = message => {
      receive(message.content.data);
    };
    this._request.onClose = this._push.onClose = () => {
      if (!this._closing) {
        this._lost = true;
        lost();
      }
    };
  }

  /** Open both, each on its subshell where there is one; before that they would wait for the cell. */
  async open(): Promise<void> {
    const kernel = this._kernel;
    if (
      this._beside === null &&
      kernel.supportsSubshells &&
      allowsSubshells(kernel)
    ) {
      await this._started();
    }
    await Promise.all(
      this._there(() => [this._push.open().done, this._request.open().done])
    );
  }

  /**
   * Go over to the subshells that JupyterLab made meanwhile; gives the one that is left. Closing
   * and opening anew instead would meet JupyterLab deleting the subshell of the closed comms.
   */
  async leave(): Promise<string | null> {
    await this._started();
    const left = this._beside;
    this._beside = null;
    return left;
  }

  send(data: JSONObject): void {
    this._there(() => this._request.send(data));
  }

  async close(): Promise<void> {
    this._closing = true;
    const comms = [this._request, this._push].filter(comm => !comm.isDisposed);
    await Promise.all(this._there(() => comms.map(comm => comm.close().done)));
  }

  private async _started(): Promise<void> {
    await Promise.all([
      this._request.subshellStarted,
      this._push.subshellStarted
    ]);
  }

  /** Do something while the kernel connection names the subshell made by hand. */
  private _there<T>(action: () => T): T {
    if (this._beside === null) {
      return action();
    }
    const before = this._kernel.subshellId;
    this._kernel.subshellId = this._beside;
    try {
      return action();
    } finally {
      this._kernel.subshellId = before;
    }
  }

  private _lost = false;
  private _closing = false;
  private readonly _request: Comm;
  private readonly _push: Comm;
}
