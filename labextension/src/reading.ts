/** What is read from one notebook's kernel: variables, suggestions, tests counted, progress. */

import { Asking } from './asking';
import type { Deck } from './deck';
import { stops } from './pushes';
import type { IProfile } from './records';
import type {
  Ask,
  IFault,
  IKernelLink,
  INotebook,
  ISettings,
  IView,
  LinkState,
  Push
} from './tokens';
import { trans } from './translation';

const unknown = (): IFault => ({
  message: trans.__(
    'The widget asks for a suggestion that is not in this panel: nothing was recorded.'
  ),
  cure: trans.__(
    'Accept it with `%sci accept`, or show more cards for each variable in the settings.'
  )
});

const DETACHED: ReadonlySet<LinkState['name']> = new Set([
  'none',
  'missing',
  'failed'
]);
const NO_KERNEL: LinkState = { name: 'none' };

/** What a reading tells. */
export interface IReadingListener {
  /** Something to be drawn is different. */
  changed(): void;
  /** The kernel side is there, for the first time since the kernel started. */
  ready(): void;
  /** A scan ran to its end and no other is wanted. */
  completed(): void;
  /** A push for the chat, which draws itself: true where it was taken. */
  spoken(push: Push): boolean;
  /** A push for another request than a scan: true where it was taken. */
  taken(push: Push): boolean;
  /** A hypothesis was tested and is on record. */
  confirmed(push: Push & { event: 'confirmed' }): void;
  /** The kernel side tells of a decision, perhaps one made in a cell. */
  decided(): void;
  /** The kernel, and what was asked of it, is gone. */
  forgotten(): void;
  /** The widget asks for the cell of a suggestion. */
  insert(suggestion: string): void;
}

/** One scan at a time over the link; what is asked meanwhile makes one more afterwards. */
export class Reading {
  constructor(
    private readonly _deck: Deck,
    private readonly _notebook: INotebook,
    private readonly _settings: () => ISettings,
    private readonly _listener: IReadingListener
  ) {}

  /** Questions go over the same link. */
  readonly asking = new Asking(request => this._link?.ask(request) ?? null);

  get state(): LinkState {
    return this._link?.state ?? NO_KERNEL;
  }

  /** Null until a kernel, or that there is none, was told. */
  get hasKernel(): boolean | null {
    return this._told ? this._link !== null : null;
  }

  get waiting(): boolean {
    return this._link?.waiting ?? false;
  }

  get working(): boolean {
    return this._scan !== null;
  }

  get progress(): IView['progress'] {
    return this._progress;
  }

  /** A scan came to its end since the kernel started. */
  get scanned(): boolean {
    return this._scanned;
  }

  get variables(): readonly IProfile[] {
    return this._variables;
  }

  get fault(): IFault | null {
    return this._fault;
  }

  /** Tests counted over all objects; variables with the same data share a family. */
  get tests(): number {
    const families = new Map(
      [...this._ledgers.values()].map(one => [one.id, one.size])
    );
    return [...families.values()].reduce((sum, size) => sum + size, 0);
  }

  /** Tests counted for each variable. */
  get families(): { variable: string; size: number }[] {
    return [...this._ledgers].map(([variable, { size }]) => ({
      variable,
      size
    }));
  }

  get confirmations(): number {
    return this._confirmations;
  }

  /** Follow another kernel, or none. */
  follow(link: IKernelLink | null): void {
    this._link?.dispose();
    this._link = link;
    this._told = true;
    this._ready = false;
    this._forget();
    link?.changed.connect(this._onLink, this);
    link?.pushed.connect(this._onPush, this);
  }

  dispose(): void {
    this._link?.dispose();
    this._link = null;
  }

  profileOf(variable: string): IProfile | null {
    return this._variables.find(one => one.variable === variable) ?? null;
  }

  /** Ask the kernel side for something besides a scan. */
  tell(request: Ask): number | null {
    return this._link?.ask(request) ?? null;
  }

  /** Attach, where that was not tried or failed. */
  attach(): void {
    if (DETACHED.has(this.state.name)) {
      void this._link?.attach();
    }
  }

  /** The person wants it read: on a way that came to nothing, or stands still, a new one is made first. */
  again(): void {
    if (this._link?.recover() !== true) {
      this.read();
    }
  }

  /** Read everything; on a link that is not there yet, make it first. */
  read(): void {
    if (this._link === null) {
      return;
    }
    if (DETACHED.has(this.state.name)) {
      this.attach();
      return;
    }
    if (this._scan !== null) {
      this._rescan = true;
      return;
    }
    this._seen = new Set();
    // The variables are known long before what can be said of them.
    this._link.ask({ do: 'list' });
    this._scan = this._link.ask({
      do: 'suggest',
      variables: null,
      top: this._settings().top,
      cells: this._notebook.cells(),
      notebook: this._notebook.path
    });
    if (this._scan !== null) {
      this._fault = null;
    }
  }

  stop(): void {
    this._rescan = false;
    this._link?.ask({ do: 'stop' });
  }

  private _onLink(): void {
    const { name } = this.state;
    if (name === 'ready' && !this._ready) {
      this._ready = true;
      this._forget();
      this._listener.ready();
    } else if (name === 'ready' && this._cut && this._scan !== null) {
      // Its end may have been told while nobody listened.
      this._endScan();
      this.read();
    } else if (name !== 'ready' && name !== 'disconnected' && this._ready) {
      // After a lost connection the comms are as they were; after anything else they are not.
      this._ready = false;
      this._endScan();
      this.asking.end();
    }
    this._cut = name === 'disconnected';
    this._listener.changed();
  }

  private _onPush(_: IKernelLink, push: Push): void {
    if (this._listener.spoken(push)) {
      return;
    }
    if (this.asking.take(push) || this._listener.taken(push)) {
      this._listener.changed();
      return;
    }
    switch (push.event) {
      case 'variables':
        this._variables = push.variables;
        break;
      case 'progress':
        this._progress = push;
        break;
      case 'suggestions':
        this._take(push);
        break;
      case 'confirmed':
        this._confirmations += push.receipt === null ? 0 : 1;
        this._deck.replace(push.suggestion);
        this._listener.confirmed(push);
        break;
      case 'done':
        this._finish(push.re, push.stopped);
        break;
      case 'stopped':
        if (this._scan !== null && stops(push, this._scan)) {
          this._finish(this._scan, true);
        }
        break;
      case 'status':
        this._deck.setStatus(push.suggestion, push.status);
        this._listener.decided();
        break;
      case 'error':
        this._fault = push.fault;
        if (push.subject === null && push.re === this._scan) {
          this._endScan();
        }
        break;
      case 'insert':
        if (this._deck.get(push.suggestion) === undefined) {
          this._fault = unknown();
        } else {
          this._listener.insert(push.suggestion);
        }
        break;
      case 'changed':
        this.read();
        break;
    }
    this._listener.changed();
  }

  private _take(push: Push & { event: 'suggestions' }): void {
    this._seen.add(push.subject);
    this._deck.put(push.subject, push.suggestions);
    // Cautions about cells come without data, and so without a count.
    if (push.ledger !== null) {
      this._confirmations = push.confirmations;
      this._ledgers.set(push.subject, push.ledger);
    }
  }

  private _finish(re: number | null, stopped: boolean): void {
    if (this._scan === null || re !== this._scan) {
      return;
    }
    this._endScan();
    if (!stopped) {
      this._deck.keep(this._seen);
      this._scanned = true;
    }
    if (this._rescan) {
      this._rescan = false;
      this.read();
    } else if (!stopped) {
      this._listener.completed();
    }
  }

  private _endScan(): void {
    this._scan = null;
    this._progress = null;
  }

  /** What is known of a kernel ends with it. */
  private _forget(): void {
    this._endScan();
    this._rescan = false;
    this._variables = [];
    this._ledgers.clear();
    this._confirmations = 0;
    this._listener.forgotten();
    this._deck.clear();
    this._scanned = false;
    this._fault = null;
  }

  private _link: IKernelLink | null = null;
  private _told = false;
  private _ready = false;
  private _cut = false;
  private _scan: number | null = null;
  private _rescan = false;
  private _scanned = false;
  private _seen = new Set<string>();
  private _progress: IView['progress'] = null;
  private _variables: readonly IProfile[] = [];
  private _fault: IFault | null = null;
  private _confirmations = 0;
  private readonly _ledgers = new Map<string, { id: string; size: number }>();
}
