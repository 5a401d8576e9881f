/** The only file that talks to the kernel (with its two comms in comms.ts). */

import type { Kernel } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { allowsSubshells, CommPair } from './comms';
import type { Connection, ControlRequest, Info } from './connection';
import { askControl, hasSubshells } from './connection';
import { Owed } from './owed';
import { asTrouble, otherVersion, pushOf, readRegistration } from './pushes';
import type { Ask, IKernelLink, LinkState, Push } from './tokens';
import { Trouble } from './tokens';
import { trans } from './translation';
import { pause, until } from './waiting';

const REGISTER =
  "__import__('importlib').import_module('jupyter_sciassist.kernel.attach').register()";
const PROTOCOL = 1;

/** How long the shell may keep silent before the control channel is asked. */
const SHELL_PATIENCE_MS = 1500;
/** How long the kernel may owe an answer before the panel says so. */
const ACK_PATIENCE_MS = 1000;

/** A kernel in one of these states is on its way, not held by a cell. */
const COMING: ReadonlySet<Kernel.Status> = new Set([
  'unknown',
  'starting',
  'restarting',
  'autorestarting'
]);

/** The way to one kernel: attached once a start, two comms, made again after a restart. */
export class KernelLink implements IKernelLink {
  constructor(private readonly _kernel: Connection) {
    _kernel.statusChanged.connect(this._onStatus, this);
    _kernel.connectionStatusChanged.connect(this._onConnection, this);
  }

  get state(): LinkState {
    const { name } = this._state;
    const link = this._kernel.connectionStatus;
    const lost =
      link === 'disconnected' ||
      (link === 'connecting' && (name === 'ready' || this._unreached));
    return lost && name !== 'dead' ? { name: 'disconnected' } : this._state;
  }

  get waiting(): boolean {
    return this._owed.waiting;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get pushed(): ISignal<this, Push> {
    return this._pushed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._turn += 1;
    this._drop();
    Signal.clearData(this);
  }

  async attach(): Promise<void> {
    const turn = ++this._turn;
    this._reached = false;
    this._drop();
    try {
      await this._attach(turn);
    } catch (error) {
      if (turn === this._turn && !this._kernel.isDisposed) {
        this._set({ name: 'failed', fault: asTrouble(error) });
      }
    }
  }

  recover(): boolean {
    const { name } = this.state;
    const mute = this._owed.waiting && this._kernel.status === 'idle';
    if (name === 'dead' || (name === 'ready' && !mute)) {
      return false;
    }
    void this.attach();
    return true;
  }

  ask(request: Ask): number | null {
    if (this._comms === null || this._state.name !== 'ready') {
      return null;
    }
    const id = ++this._lastId;
    this._comms.send({ id, ...request } as unknown as JSONObject);
    this._owed.add(id);
    return id;
  }

  private async _attach(turn: number): Promise<void> {
    this._set({ name: 'starting' });
    // Before that no shell can speak, and nothing can be sent on the control channel.
    await this._connected(turn);
    this._reached = true;
    const { info, busy } = await this._learn();
    if (turn !== this._turn) {
      return;
    }
    const language = info.language_info.name;
    if (language !== 'python') {
      this._set({ name: 'language', language });
      return;
    }
    if (busy && (await this._rejoin(turn, info))) {
      return;
    }
    if (turn === this._turn && (await this._register(turn))) {
      await this._open(turn, null);
    }
  }

  /**
   * What the kernel is. After a reload of the page during a running cell the shell keeps silent
   * until the cell ends, while the control channel answers at once.
   */
  private async _learn(): Promise<{ info: Info; busy: boolean }> {
    const shell = this._kernel.info.then(info => ({ info, busy: false }));
    const early = await Promise.race([shell, pause(SHELL_PATIENCE_MS)]);
    if (early !== undefined) {
      return early;
    }
    const control = this._control('kernel_info_request').then(reply =>
      reply === null ? shell : { info: reply as unknown as Info, busy: true }
    );
    return Promise.race([shell, control]);
  }

  /** Open the comms on a subshell made by hand; true where the kernel side was there already. */
  private async _rejoin(turn: number, info: Info): Promise<boolean> {
    this._set({ name: 'waiting' });
    const joined =
      allowsSubshells(this._kernel) && hasSubshells(info)
        ? await this._rejoinBeside(turn)
        : false;
    if (!joined) {
      this._set({ name: 'waiting' });
      await this._kernel.info;
      return false;
    }
    void this._leaveBeside(turn);
    return true;
  }

  private async _rejoinBeside(turn: number): Promise<boolean> {
    const reply = await this._control('create_subshell_request');
    const subshell = reply?.['subshell_id'];
    if (typeof subshell !== 'string' || turn !== this._turn) {
      return false;
    }
    return this._open(turn, subshell);
  }

  /** The shell speaks again when the cell has ended: then JupyterLab has subshells of its own. */
  private async _leaveBeside(turn: number): Promise<void> {
    await this._kernel.info;
    const left = turn === this._turn ? await this._comms?.leave() : null;
    if (typeof left === 'string') {
      await this._control('delete_subshell_request', { subshell_id: left });
    }
  }

  /** Register the comm targets on the main shell, when it is idle. */
  private async _register(turn: number): Promise<boolean> {
    for (;;) {
      await this._settled(turn, this._idle(turn));
      if (turn !== this._turn) {
        return false;
      }
      const future = this._kernel.requestExecute({
        code: '',
        silent: true,
        store_history: false,
        allow_stdin: false,
        stop_on_error: false,
        user_expressions: { r: REGISTER }
      });
      const reply = await this._settled(turn, future.done);
      if (turn !== this._turn) {
        return false;
      }
      // A failing cell takes the requests queued behind it along: once more when idle.
      if (reply.content.status === 'ok') {
        return this._registered(reply.content.user_expressions);
      }
    }
  }

  private _registered(expressions: unknown): boolean {
    const answer = readRegistration(expressions);
    if ('missing' in answer) {
      this._set({ name: 'missing', detail: answer.missing });
      return false;
    }
    this._version = answer.version;
    if (answer.protocol !== PROTOCOL) {
      throw otherVersion(
        trans.__(
          'The kernel has jupyter_sciassist %1, which this panel does not understand.',
          answer.version
        )
      );
    }
    return true;
  }

  private async _open(turn: number, beside: string | null): Promise<boolean> {
    const comms = new CommPair(this._kernel, beside);
    this._comms = comms;
    comms.listen(
      data => {
        this._receive(data);
      },
      () => {
        this._lost(comms);
      }
    );
    await this._settled(turn, comms.open());
    if (turn !== this._turn || comms.lost) {
      return false;
    }
    this._set({ name: 'ready', version: this._version });
    return true;
  }

  /** What the kernel owes, with a word to the user where it takes long. */
  private async _settled<T>(turn: number, owed: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      if (turn === this._turn && !COMING.has(this._kernel.status)) {
        this._set({ name: 'waiting' });
      }
    }, ACK_PATIENCE_MS);
    try {
      return await owed;
    } finally {
      clearTimeout(timer);
    }
  }

  private _control(
    msgType: ControlRequest,
    content: object = {}
  ): Promise<Record<string, unknown> | null> {
    return askControl(this._kernel, msgType, content);
  }

  private _idle(turn: number): Promise<void> {
    return until(
      this._kernel.statusChanged,
      () => this._kernel.status === 'idle' || turn !== this._turn
    );
  }

  private async _connected(turn: number): Promise<void> {
    if (this._kernel.connectionStatus === 'disconnected') {
      // JupyterLab gives up after some attempts.
      await this._kernel.reconnect();
    }
    await until(
      this._kernel.connectionStatusChanged,
      () => this._kernel.connectionStatus === 'connected' || turn !== this._turn
    );
  }

  private _receive(data: unknown): void {
    const message = data as { re?: unknown; event?: unknown };
    if (typeof message.re === 'number') {
      this._owed.settle(message.re);
    }
    if (message.event === 'ack') {
      return;
    }
    this._pushed.emit(pushOf(data));
  }

  private _onStatus(_: unknown, status: Kernel.Status): void {
    if (status === 'restarting' || status === 'autorestarting') {
      // The comms are gone without a word; the kernel side has to be imported anew.
      this._comms = null;
      void this.attach();
    } else if (status === 'dead') {
      this._comms = null;
      this._turn += 1;
      this._owed.clear();
      this._set({ name: 'dead' });
    }
  }

  /** Attaching failed on the way, which may be open again when the connection is. */
  private get _unreached(): boolean {
    const state = this._state;
    return (
      state.name === 'failed' &&
      state.fault instanceof Trouble &&
      state.fault.unreachable
    );
  }

  private _onConnection(_: unknown, link: Kernel.ConnectionStatus): void {
    if (link !== 'connected' && this._reached) {
      this._cut = true;
    } else if (link === 'connected' && (this._cut || this._unreached)) {
      this._cut = false;
      // What the kernel owed while it was reached may be gone with the connection.
      const { name } = this._state;
      if (this._unreached || name === 'starting' || name === 'waiting') {
        void this.attach();
      }
    }
    this._changed.emit();
  }

  private _lost(comms: CommPair): void {
    if (this._comms !== comms) {
      return;
    }
    this._comms = null;
    this._owed.clear();
    if (this._state.name === 'ready') {
      void this.attach();
    }
  }

  private _drop(): void {
    const comms = this._comms;
    this._comms = null;
    this._owed.clear();
    if (comms === null || this._kernel.isDisposed) {
      return;
    }
    const { beside } = comms;
    const closed = comms.close();
    if (beside !== null) {
      void closed
        .then(() =>
          this._control('delete_subshell_request', { subshell_id: beside })
        )
        .catch(() => undefined);
    }
  }

  private _set(state: LinkState): void {
    if (!this._isDisposed) {
      this._state = state;
      this._changed.emit();
    }
  }

  private _state: LinkState = { name: 'none' };
  private _version = '';
  private _comms: CommPair | null = null;
  private _turn = 0;
  /** There was a connection in this turn; and it broke. */
  private _reached = false;
  private _cut = false;
  private _lastId = 0;
  private _isDisposed = false;
  private readonly _owed = new Owed(ACK_PATIENCE_MS, () => {
    this._changed.emit();
  });
  private readonly _changed = new Signal<this, void>(this);
  private readonly _pushed = new Signal<this, Push>(this);
}
