/** Stand-ins with the contracts of tokens.ts, and the examples of tests/wire. */

import { Signal } from '@lumino/signaling';
import { readFileSync } from 'fs';
import { join } from 'path';
import { NOTHING } from '../asking';
import type { IProfile, IRecords, ISuggestion } from '../records';
import { DEFAULTS } from '../settings';
import type {
  IConsent,
  IDecisionRequest,
  IFinding,
  ILog,
  IReceipt,
  IRepository,
  IScan
} from '../recording';
import type {
  Ask,
  IActions,
  IKernelLink,
  INotebook,
  INotesRequest,
  IPlace,
  IServer,
  IServerStatus,
  IView,
  LinkState,
  NotesEvent,
  Push
} from '../tokens';

export const WIRE = join(__dirname, '..', '..', '..', 'tests', 'wire');

export function example<K extends keyof IRecords>(name: K): IRecords[K] {
  const text = readFileSync(join(WIRE, `${name}.json`), 'utf-8');
  return JSON.parse(text) as IRecords[K];
}

/** A proposed suggestion with that id, without a note. */
export function suggestion(
  id: string,
  change: Partial<ISuggestion> = {}
): ISuggestion {
  return {
    ...example('Suggestion'),
    id,
    title: `title of ${id}`,
    status: 'proposed',
    note: null,
    confirmation: null,
    done_in: null,
    ...change
  };
}

export function about(variable: string, digest = 'd'): ISuggestion['subject'] {
  return {
    variable,
    fingerprint: { algo: 'sciassist-fp/1', digest, coverage: 'full' }
  };
}

export function profile(variable: string): IProfile {
  return { ...example('Profile'), variable };
}

export const RECEIPT: IReceipt = {
  record: 'r1',
  hash: 'sha256:aa',
  log: 'log-1',
  head: 'sha256:0123456789abcdef',
  count: 3,
  decisions: 1,
  path: 'p.ipynb.prov.jsonl',
  doc_id: 'edfc6574-4f3d-46a7-b1aa-a82bb46fc126',
  warning: null,
  withheld: []
};

export const SECRET: IFinding = {
  pointer: '/suggestion/text',
  at: '/suggestion/text',
  kind: 'key',
  what: 'AWS access key',
  excerpt: 'AKI… (20 characters)',
  start: 7,
  end: 27,
  proposed: true
};

/** Everything pending is done: microtasks and one turn of the timers. */
export function settle(ms = 0): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}

export class FakeLink implements IKernelLink {
  state: LinkState = { name: 'none' };
  waiting = false;
  readonly asked: Ask[] = [];
  attached = 0;
  isDisposed = false;
  readonly changed = new Signal<this, void>(this);
  readonly pushed = new Signal<this, Push>(this);

  async attach(): Promise<void> {
    this.attached += 1;
  }

  recover(): boolean {
    if (this.state.name === 'ready') {
      return false;
    }
    this.attached += 1;
    return true;
  }

  ask(request: Ask): number | null {
    if (this.state.name !== 'ready') {
      return null;
    }
    return this.asked.push(request);
  }

  dispose(): void {
    this.isDisposed = true;
  }

  to(state: LinkState): void {
    this.state = state;
    this.changed.emit();
  }

  ready(): void {
    this.to({ name: 'ready', version: '0.1.0' });
  }

  push(push: Push): void {
    this.pushed.emit(push);
  }

  /** The number of the last request of that kind. */
  last(what: Ask['do']): number {
    return this.asked.map(request => request.do).lastIndexOf(what) + 1;
  }

  suggestions(subject: string, ...cards: ISuggestion[]): void {
    this.push({
      event: 'suggestions',
      subject,
      suggestions: cards,
      ledger: { id: `family of ${subject}`, size: 33 },
      complete: true,
      confirmations: 0
    });
  }

  done(stopped = false): void {
    this.push({ event: 'done', re: this.last('suggest'), stopped });
  }

  of<D extends Ask['do']>(what: D): (Ask & { do: D })[] {
    return this.asked.filter(
      (request): request is Ask & { do: D } => request.do === what
    );
  }
}

export const READY: IServerStatus['model'] = {
  id: 'q',
  name: 'Qwen',
  state: 'ready',
  detail: null,
  endpoint: null,
  window: null,
  needs: null
};

export class FakeServer implements IServer {
  model: IServerStatus['model'] = { ...READY, id: 'default', window: 4096 };
  policies: IServerStatus['policies'] = {
    chat: { value: 'user-choice', locked: false },
    model: { value: 'user-choice', locked: false },
    network: { value: 'user-choice', locked: false }
  };
  receipt: IReceipt | Error = RECEIPT;
  logged: ILog | Error = {
    path: 'p.ipynb.prov.jsonl',
    state: 'ok',
    count: 2,
    decisions: 1,
    head: 'sha256:feed'
  };
  found: IScan | Error = { findings: [], gitattributes: null };
  ruled: Error | null = null;
  readonly scans: IDecisionRequest[] = [];
  readonly rules: string[] = [];
  readonly decisions: IDecisionRequest[] = [];
  readonly pauses: boolean[] = [];
  readonly streams: {
    request: INotesRequest;
    each: (event: NotesEvent) => void;
    signal: AbortSignal;
    end: (error?: Error) => void;
  }[] = [];

  async status(): Promise<IServerStatus> {
    return {
      version: '0.1.0',
      model: this.model,
      queue: 0,
      policies: this.policies,
      settings: { record_rejections: true, on_failure: 'warn' }
    };
  }

  notes(
    request: INotesRequest,
    each: (event: NotesEvent) => void,
    signal: AbortSignal
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (error?: Error): void => {
        if (error === undefined) {
          resolve();
        } else {
          reject(error);
        }
      };
      this.streams.push({ request, each, signal, end });
    });
  }

  async pause(_: string | null, paused: boolean): Promise<void> {
    this.pauses.push(paused);
  }

  async scan(request: IDecisionRequest): Promise<IScan> {
    this.scans.push(request);
    if (this.found instanceof Error) {
      throw this.found;
    }
    return this.found;
  }

  async mergeByUnion(notebook: string): Promise<void> {
    this.rules.push(notebook);
    if (this.ruled !== null) {
      throw this.ruled;
    }
  }

  async decide(request: IDecisionRequest): Promise<IReceipt> {
    this.decisions.push(request);
    if (this.receipt instanceof Error) {
      throw this.receipt;
    }
    return this.receipt;
  }

  async log(): Promise<ILog> {
    if (this.logged instanceof Error) {
      throw this.logged;
    }
    return this.logged;
  }

  async secret(): Promise<{ url: string; token: string }> {
    return { url: 'http://localhost:8888/', token: 'secret' };
  }
}

/** A user who leaves out what is proposed, or gives up. */
export class FakeConsent implements IConsent {
  givesUp = false;
  readonly asked: (readonly IFinding[])[] = [];
  readonly offered: [IRepository, string][] = [];

  async withhold(findings: readonly IFinding[]): Promise<string[] | null> {
    this.asked.push(findings);
    return this.givesUp
      ? null
      : findings.filter(one => one.proposed).map(one => one.pointer);
  }

  async offer(repository: IRepository, notebook: string): Promise<void> {
    this.offered.push([repository, notebook]);
  }
}

export class FakeNotebook implements INotebook {
  path = 'p.ipynb';
  kernelId: string | null = 'k1';
  docId: string | null = null;
  readOnly = false;
  closed = false;
  readonly inserted: [IPlace, string, string, string][] = [];
  readonly remembered: IReceipt[] = [];

  cells(): object[] {
    return [
      {
        id: 'c1',
        cell_type: 'code',
        source: 'x = 1',
        execution_count: 7,
        outputs: []
      }
    ];
  }

  count(cellId: string): number | null {
    return cellId === 'c1' ? 7 : null;
  }

  place(): IPlace {
    return { index: 1, below: 'c1' };
  }

  insert(place: IPlace, cellId: string, code: string, id: string): void {
    if (this.closed) {
      throw new Error('the notebook was closed meanwhile.');
    }
    this.inserted.push([place, cellId, code, id]);
  }

  remember(receipt: IReceipt): void {
    this.remembered.push(receipt);
  }

  reveal(): boolean {
    return true;
  }
}

export const VIEW: IView = {
  path: 'p.ipynb',
  link: { name: 'ready', version: '0.1.0' },
  hasKernel: true,
  waiting: false,
  working: false,
  progress: null,
  scanned: true,
  variables: [],
  cards: [],
  total: 0,
  subjects: [],
  inUse: false,
  held: 0,
  opened: null,
  filter: { variable: null, kind: null },
  fault: null,
  warning: null,
  ledger: {
    tests: 33,
    families: [{ variable: 'penguins', size: 33 }],
    confirmations: 0,
    records: 7,
    decisions: 2,
    head: 'sha256:0123456789abcdef'
  },
  model: null,
  modelFault: null,
  serverFault: null,
  settings: DEFAULTS,
  asking: NOTHING
};

/** Actions that write down what was asked of them. */
export function fakeActions(): IActions & { readonly log: string[] } {
  const log: string[] = [];
  const note =
    (name: string) =>
    (...args: unknown[]): void => {
      log.push([name, ...args.map(arg => JSON.stringify(arg))].join(' '));
    };
  return {
    log,
    refresh: note('refresh'),
    stop: note('stop'),
    accept: async id => note('accept')(id),
    reject: async id => note('reject')(id),
    confirm: note('confirm'),
    open: note('open'),
    filter: note('filter'),
    hold: note('hold'),
    reorder: note('reorder'),
    reveal: note('reveal'),
    setName: note('setName'),
    ask: note('ask')
  };
}
