/** The assistant of one notebook: its state, and what follows from what. No DOM, no wire. */

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { Line } from './chat/line';
import { Confirming } from './confirming';
import { Deck } from './deck';
import { drawn, filtered } from './drawn';
import { notesRequest, NotesStream } from './notes';
import { Reading } from './reading';
import { Recorder } from './recorder';
import type { ISuggestion } from './records';
import { Serving } from './serving';
import type {
  IFilter,
  IKernelLink,
  INeeds,
  INotebook,
  INotebookAssistant,
  ISettings,
  IView
} from './tokens';
import { Trouble } from './tokens';

/** Cells that run one after another make one refresh. */
const EXECUTED_DELAY_MS = 200;

/** State and actions of the panel for one notebook. */
export class NotebookModel implements INotebookAssistant {
  constructor(private readonly _needs: INeeds) {
    const { server, notebook, settings } = _needs;
    this._recorder = new Recorder(_needs);
    this._serving = new Serving(server, () => {
      this._emit();
    });
    this._notes = new NotesStream(server, {
      ordered: ids => {
        this._deck.rank(ids);
        this._tellOrder();
        // The model has answered: it is loaded by now.
        void this._serving.askStatus();
      },
      noted: (id, note) => {
        this._deck.setNote(id, note);
        this._tellStatus(this._deck.get(id));
      },
      changed: () => {
        this._emit();
      },
      ended: () => void this._serving.askStatus()
    });
    this._reading = new Reading(this._deck, notebook, settings, {
      changed: () => {
        this._emit();
      },
      ready: () => {
        this._onReady();
      },
      completed: () => {
        this._askNotes();
      },
      taken: push => this._confirming.take(push),
      spoken: push => this.line.take(push),
      confirmed: ({ suggestion, receipt }) => {
        this._recorder.confirmed(suggestion.id, receipt);
      },
      decided: () => void this._askLog(),
      forgotten: () => {
        this._confirming.clear();
        this.line.clear();
      },
      insert: id => {
        void this.accept(id);
      }
    });
  }

  readonly line = new Line(request => this._reading.tell(request));

  get notebook(): INotebook {
    return this._needs.notebook;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get view(): IView {
    this._view ??= this._draw();
    return this._view;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    clearTimeout(this._timer);
    this._notes.cancel();
    this._serving.dispose();
    this._reading.dispose();
    Signal.clearData(this);
  }

  /** Follow another kernel, or none. */
  setLink(link: IKernelLink | null): void {
    this._notes.cancel();
    this._reading.follow(link);
    if (this._active && this._settings.auto) {
      this._reading.attach();
    }
    this._emit();
  }

  /** Whether this notebook is before the user: only then it is read. */
  setActive(active: boolean): void {
    if (active === this._active) {
      return;
    }
    this._active = active;
    if (!active) {
      this._notes.cancel();
      return;
    }
    void this._serving.askStatus();
    void this._askLog();
    this._readIfAuto();
  }

  /** A cell ended; what it left is read. */
  executed(): void {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => {
      this._readIfAuto();
    }, EXECUTED_DELAY_MS);
  }

  /** While a cell runs the model stands still. */
  setRunning(running: boolean): void {
    if (running === this._running) {
      return;
    }
    this._running = running;
    const { server, notebook } = this._needs;
    const kernel = notebook.kernelId;
    // One after the other: a hold must not overtake its own end.
    this._paused = this._paused.then(() =>
      server.pause(kernel, running).catch((error: unknown) => {
        this._serving.reached(error);
      })
    );
  }

  /** The notebook got another path, or its log was written elsewhere. */
  logChanged(): void {
    void this._askLog();
  }

  settingsChanged(): void {
    if (!this._settings.notes) {
      this._notes.cancel();
    }
    this._emit();
  }

  refresh(): void {
    this._wanted = true;
    this._notes.forget();
    void this._serving.askStatus();
    void this._askLog();
    this._reading.again();
    this._emit();
  }

  stop(): void {
    this._notes.cancel();
    this._reading.stop();
    this._emit();
  }

  async accept(id: string): Promise<void> {
    await this._decide(this._deck.get(id), 'accepted');
  }

  async reject(id: string): Promise<void> {
    await this._decide(this._deck.get(id), 'rejected');
  }

  async acceptDraft(draft: ISuggestion): Promise<boolean> {
    const done = await this._decide(draft, 'accepted');
    const fault = this._recorder.faultOf(draft.id);
    if (fault !== null) {
      throw new Trouble(fault.message, fault.cure);
    }
    return done;
  }

  reach(): void {
    this._reading.attach();
  }

  ask(...args: Parameters<INotebookAssistant['ask']>): void {
    this._reading.asking.ask(...args);
    this._emit();
  }

  confirm(id: string): void {
    this._confirming.ask(this._deck.get(id), this._settings.name, request =>
      this._reading.tell(request)
    );
    this._emit();
  }

  open(id: string | null): void {
    this._opened = id;
    if (id !== null && this._deck.get(id)?.note === null) {
      this._askNotes();
    }
    this._emit();
  }

  filter(filter: IFilter): void {
    this._filter = filter;
    this._emit();
  }

  hold(inside: boolean): void {
    if (inside !== this._deck.inUse) {
      const held = this._deck.held;
      this._deck.use(inside);
      if (held > 0) {
        this._tellOrder();
      }
      this._emit();
    }
  }

  reorder(): void {
    this._deck.apply();
    this._tellOrder();
    this._emit();
  }

  reveal(cellId: string): void {
    this._needs.notebook.reveal(cellId);
  }

  setName(name: string): void {
    this._needs.setName(name);
  }

  private get _settings(): ISettings {
    return this._needs.settings();
  }

  private _readIfAuto(): void {
    if (this._active && this._settings.auto) {
      this._reading.read();
      this._emit();
    }
  }

  private _onReady(): void {
    this._notes.cancel();
    void this._handSecret();
    if (this._active && (this._settings.auto || this._wanted)) {
      this._reading.read();
    }
  }

  private _askNotes(): void {
    this._wanted = false;
    if (!this._settings.notes || !this._active || this._reading.working) {
      return;
    }
    this._notes.ask(
      notesRequest(
        this._deck.present,
        this._reading.variables,
        this._opened,
        this._needs.notebook.kernelId
      )
    );
    this._emit();
  }

  private async _decide(
    suggestion: ISuggestion | undefined,
    verb: 'accepted' | 'rejected'
  ): Promise<boolean> {
    if (suggestion === undefined || !this._recorder.isOpen(suggestion, verb)) {
      return false;
    }
    const { id } = suggestion;
    const profile = this._reading.profileOf(suggestion.subject.variable);
    const by = this._settings.name;
    const done = this._recorder.decide(suggestion, verb, by, profile);
    this._emit();
    const recorded = await done;
    if (recorded) {
      this._deck.setStatus(id, verb);
      this._tellStatus(this._deck.get(id) ?? { ...suggestion, status: verb });
    }
    this._emit();
    return recorded;
  }

  private _tellOrder(): void {
    const ids = this._deck.shown.map(one => one.id);
    if (ids.length > 0 && !this._reading.working) {
      this._reading.tell({ do: 'order', ids });
    }
  }

  private _tellStatus(suggestion: ISuggestion | undefined): void {
    if (suggestion !== undefined) {
      const { id, status, note } = suggestion;
      this._reading.tell({ do: 'status', suggestion: id, status, note });
    }
  }

  /** The kernel may need the server, and cannot always find its token. */
  private async _handSecret(): Promise<void> {
    const kernel = this._needs.notebook.kernelId;
    if (kernel !== null) {
      await this._serving.call(async server => {
        const secret = await server.secret(kernel);
        this._reading.tell({ do: 'server', ...secret });
      });
    }
  }

  private _askLog(): Promise<void> {
    return this._serving.call(() => this._recorder.readLog());
  }

  private _emit(): void {
    if (!this._isDisposed) {
      this._recorder.shown(this._deck.shown);
      this._view = null;
      this._changed.emit();
    }
  }

  private _draw(): IView {
    const reading = this._reading;
    return {
      path: this._needs.notebook.path,
      link: reading.state,
      hasKernel: reading.hasKernel,
      waiting: reading.waiting,
      working: reading.working,
      progress: reading.progress,
      scanned: reading.scanned,
      variables: reading.variables,
      cards: drawn(
        filtered(this._deck.shown, this._filter),
        [this._notes, this._recorder, this._confirming],
        this._needs.notebook
      ),
      total: this._deck.shown.length,
      subjects: [...new Set(this._deck.shown.map(one => one.subject.variable))],
      inUse: this._deck.inUse,
      held: this._deck.inUse ? this._deck.held : 0,
      opened: this._opened,
      filter: this._filter,
      fault: reading.fault,
      warning: this._recorder.warning,
      ledger: this._recorder.ledger(reading),
      model: this._serving.model,
      modelFault: this._settings.notes ? this._notes.fault : null,
      serverFault: this._serving.fault,
      settings: this._settings,
      asking: this._reading.asking.view
    };
  }

  private _active = false;
  private _wanted = false;
  private _running = false;
  private _opened: string | null = null;
  private _filter: IFilter = { variable: null, kind: null };
  private _view: IView | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _paused: Promise<void> = Promise.resolve();
  private _isDisposed = false;
  private readonly _deck = new Deck();
  private readonly _confirming = new Confirming();
  private readonly _reading: Reading;
  private readonly _recorder: Recorder;
  private readonly _serving: Serving;
  private readonly _notes: NotesStream;
  private readonly _changed = new Signal<this, void>(this);
}
