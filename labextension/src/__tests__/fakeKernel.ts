/** A kernel connection that answers as scripted. */

import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import { PromiseDelegate } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import type { Connection } from '../connection';

type Message = { content: { data: unknown } };

export class FakeComm {
  isDisposed = false;
  closed = false;
  subshellStarted: Promise<void> = Promise.resolve();
  onMsg: (message: Message) => void = () => undefined;
  onClose: (message: unknown) => void = () => undefined;
  readonly sent: JSONObject[] = [];
  /** The subshell that each message went to. */
  readonly shells: (string | null)[] = [];
  readonly opening = new PromiseDelegate<void>();

  constructor(
    readonly targetName: string,
    private readonly _kernel: FakeKernel
  ) {}

  open(): { done: Promise<void> } {
    this.shells.push(this._kernel.subshellId);
    this._kernel.log.push(`open ${this.targetName}`);
    if (this._kernel.accepts) {
      this.opening.resolve();
    } else {
      this.onClose({});
      this.isDisposed = true;
      this.opening.resolve();
    }
    return { done: this.opening.promise };
  }

  send(data: JSONObject): void {
    this.shells.push(this._kernel.subshellId);
    this.sent.push(data);
  }

  close(): { done: Promise<void> } {
    this.closed = true;
    this.onClose({});
    this.isDisposed = true;
    return { done: Promise.resolve() };
  }
}

export class FakeKernel {
  readonly clientId = 'client';
  readonly username = 'user';
  isDisposed = false;
  commsOverSubshells = 'perCommTarget';
  supportsSubshells = true;
  subshellId: string | null = null;
  connectionStatus = 'connected';
  status = 'idle';
  /** Of every comm that is made. */
  subshellStarted: Promise<void> = Promise.resolve();
  /** What the request to register ends with instead of a reply. */
  breaks: Error | null = null;
  /** Whether the targets are registered. */
  accepts = true;
  language = 'python';
  readonly statusChanged = new Signal<this, Kernel.Status>(this);
  readonly connectionStatusChanged = new Signal<this, Kernel.ConnectionStatus>(
    this
  );
  readonly infoDelegate = new PromiseDelegate<KernelMessage.IInfoReply>();
  readonly comms: FakeComm[] = [];
  readonly executed: KernelMessage.IExecuteRequestMsg['content'][] = [];
  readonly log: string[] = [];
  /** Contents of the replies to come; the last one stays. */
  replies: object[] = [registered()];
  /** Replies of the control channel by the type of the request. */
  control: { [type: string]: object } = {};

  get info(): Promise<KernelMessage.IInfoReply> {
    return this.infoDelegate.promise;
  }

  /** As what the link takes. */
  get connection(): Connection {
    return this as unknown as Connection;
  }

  get request(): FakeComm {
    return this._last('sciassist.request');
  }

  get push(): FakeComm {
    return this._last('sciassist.push');
  }

  answerInfo(): void {
    this.infoDelegate.resolve(this.infoReply as KernelMessage.IInfoReply);
  }

  get infoReply(): object {
    return {
      status: 'ok',
      language_info: { name: this.language },
      supported_features: this.supportsSubshells ? ['kernel subshells'] : []
    };
  }

  to(status: Kernel.Status): void {
    this.status = status;
    this.statusChanged.emit(status);
  }

  createComm(target: string): FakeComm {
    const comm = new FakeComm(target, this);
    comm.subshellStarted = this.subshellStarted;
    this.comms.push(comm);
    return comm;
  }

  async reconnect(): Promise<void> {
    this.log.push('reconnect');
    this.connect('connected');
  }

  /** The connection is another one from now on. */
  connect(status: Kernel.ConnectionStatus): void {
    this.connectionStatus = status;
    this.connectionStatusChanged.emit(status);
  }

  requestExecute(content: KernelMessage.IExecuteRequestMsg['content']): {
    done: Promise<object>;
  } {
    this.executed.push(content);
    this.log.push('execute');
    const reply =
      this.replies.length > 1 ? this.replies.shift() : this.replies[0];
    return {
      done:
        this.breaks === null
          ? Promise.resolve({ content: reply })
          : Promise.reject(this.breaks)
    };
  }

  sendControlMessage(message: KernelMessage.IControlMessage): {
    done: Promise<object>;
  } {
    const type = message.header.msg_type;
    this.log.push(type);
    const content = this.control[type];
    return {
      done:
        content === undefined
          ? new Promise(() => undefined)
          : Promise.resolve({ content })
    };
  }

  private _last(target: string): FakeComm {
    const comm = this.comms.filter(one => one.targetName === target).at(-1);
    if (comm === undefined) {
      throw new Error(`no comm for ${target}`);
    }
    return comm;
  }
}

/** The reply of a kernel with the package. */
export function registered(protocol = 1): object {
  return registering(JSON.stringify({ version: '0.1.0', protocol }));
}

/** The reply of a kernel whose expression gave a text. */
export function registering(json: string): object {
  return {
    status: 'ok',
    user_expressions: {
      r: { status: 'ok', data: { 'text/plain': `'${json}'` } }
    }
  };
}

/** The reply of a kernel where the expression failed. */
export function raised(ename: string, evalue: string): object {
  return {
    status: 'ok',
    user_expressions: { r: { status: 'error', ename, evalue, traceback: [] } }
  };
}
