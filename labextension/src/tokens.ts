/** What the parts of the panel agree on: contracts only, no behaviour. */

import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { ChatAsk, ChatPush, IPolicy } from './chat/tokens';
import type { ILine } from './chat/line';
import type { IEndpoint } from './endpoint';
import type {
  IAnswer,
  INote,
  IProfile,
  IRequest,
  ISuggestion,
  Role,
  Status,
  SuggestionKind
} from './records';
import type {
  IConsent,
  IDecisionRequest,
  ILog,
  IReceipt,
  IScan
} from './recording';

/** What went wrong, and what helps. */
export interface IFault {
  readonly message: string;
  readonly cure: string;
}

/** An error that knows its cure. */
export class Trouble extends Error implements IFault {
  override name = 'Trouble';

  constructor(
    message: string,
    readonly cure: string,
    readonly unreachable = false
  ) {
    super(message);
  }
}

/** How far the way to the kernel side has come. */
export type LinkState =
  | { readonly name: 'none' | 'starting' | 'waiting' }
  | { readonly name: 'disconnected' | 'dead' }
  | { readonly name: 'language'; readonly language: string }
  | { readonly name: 'missing'; readonly detail: string }
  | { readonly name: 'failed'; readonly fault: IFault }
  | { readonly name: 'ready'; readonly version: string };

/** A push from the kernel side, its records checked. */
export type Push =
  | ChatPush
  | { readonly event: 'variables'; readonly variables: readonly IProfile[] }
  | {
      readonly event: 'progress';
      readonly subject: string;
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly event: 'suggestions';
      readonly subject: string;
      readonly suggestions: readonly ISuggestion[];
      readonly ledger: { readonly id: string; readonly size: number } | null;
      readonly complete: boolean;
      /** Confirmations made of any hypothesis of the notebook. */
      readonly confirmations: number;
    }
  | {
      readonly event: 'confirmed';
      readonly re: number | null;
      readonly suggestion: ISuggestion;
      readonly receipt: IReceipt | null;
    }
  | {
      readonly event: 'done';
      readonly re: number | null;
      readonly stopped: boolean;
    }
  | {
      readonly event: 'answer';
      readonly re: number | null;
      readonly answer: IAnswer;
    }
  | { readonly event: 'consulting'; readonly re: number | null }
  | { readonly event: 'stopped'; readonly re: number | null }
  | {
      readonly event: 'status';
      readonly suggestion: string;
      readonly status: Status;
    }
  | {
      readonly event: 'error';
      readonly re: number | null;
      /** The variable that could not be read; null where the request itself failed. */
      readonly subject: string | null;
      readonly fault: IFault;
    }
  | { readonly event: 'insert'; readonly suggestion: string }
  | { readonly event: 'changed' };

/** What the kernel side can be asked to do. */
export type Ask =
  | ChatAsk
  | { readonly do: 'list' }
  | {
      readonly do: 'suggest';
      readonly variables: readonly string[] | null;
      readonly top: number;
      readonly cells: readonly object[] | null;
      readonly notebook: string | null;
    }
  | {
      readonly do: 'ask';
      readonly question: string;
      readonly request: IRequest | null;
    }
  | {
      readonly do: 'confirm';
      readonly suggestion: string;
      readonly by: string | null;
    }
  | { readonly do: 'stop' }
  | {
      readonly do: 'status';
      readonly suggestion: string;
      readonly status: Status;
      readonly note: INote | null;
    }
  | { readonly do: 'order'; readonly ids: readonly string[] }
  | { readonly do: 'server'; readonly url: string; readonly token: string };

/** The way to one kernel, whatever happens to it. */
export interface IKernelLink extends IDisposable {
  readonly state: LinkState;
  /** A request stands without acknowledgement: the user's code holds the kernel. */
  readonly waiting: boolean;
  readonly changed: ISignal<IKernelLink, void>;
  readonly pushed: ISignal<IKernelLink, Push>;
  /** Attach, or try again after a failure. */
  attach(): Promise<void>;
  /** Attach anew, unless requests are answered or the kernel is dead: whether it does. */
  recover(): boolean;
  /** Send a request; its number comes back as `re`. Null where the link is not ready. */
  ask(request: Ask): number | null;
}

export interface IModelStatus {
  readonly id: string | null;
  readonly name: string | null;
  readonly state: 'absent' | 'idle' | 'loading' | 'ready' | 'failed';
  readonly detail: string | null;
  readonly endpoint: IEndpoint | null;
  /** Tokens of prompt and answer together that it reads. */
  readonly window: number | null;
  /** Bytes of memory that a model of this machine takes when it is loaded. */
  readonly needs: number | null;
}

export interface IServerStatus {
  readonly version: string;
  readonly model: IModelStatus;
  readonly queue: number;
  readonly policies: {
    readonly [name in 'chat' | 'model' | 'network']: IPolicy;
  };
  readonly settings: {
    readonly record_rejections: boolean;
    readonly on_failure: 'warn' | 'block';
  };
}

export interface ITableMeanings {
  readonly about: string | null;
  readonly columns: { readonly [name: string]: string };
  readonly roles: { readonly [name: string]: Role };
}

export interface INotesRequest {
  readonly suggestions: readonly ISuggestion[];
  readonly tables: { readonly [variable: string]: ITableMeanings };
  readonly opened: string | null;
  readonly kernel: string | null;
}

export type NotesEvent =
  | {
      readonly event: 'outcome';
      readonly variable: string;
      readonly scores: { readonly [column: string]: number };
    }
  | { readonly event: 'order'; readonly ids: readonly string[] }
  | { readonly event: 'note'; readonly id: string; readonly note: INote }
  | { readonly event: 'dropped'; readonly id: string; readonly reason: string }
  | {
      readonly event: 'error';
      readonly message: string;
      readonly cure: string;
    }
  | { readonly event: 'done' };

/** The server side of jupyter_sciassist. Every call rejects with a Trouble. */
export interface IServer {
  status(): Promise<IServerStatus>;
  notes(
    request: INotesRequest,
    each: (event: NotesEvent) => void,
    signal: AbortSignal
  ): Promise<void>;
  pause(kernel: string | null, paused: boolean): Promise<void>;
  /** What may be private in the record of a decision. */
  scan(request: IDecisionRequest): Promise<IScan>;
  decide(request: IDecisionRequest): Promise<IReceipt>;
  /** Add git's rule for records to the repository around a notebook. */
  mergeByUnion(notebook: string): Promise<void>;
  log(path: string): Promise<ILog>;
  secret(
    kernel: string
  ): Promise<{ readonly url: string; readonly token: string }>;
}

/** Where a new cell goes; kept from the click until the record is safe. */
export interface IPlace {
  readonly index: number;
  /** Id of the cell above, null in an empty notebook. */
  readonly below: string | null;
}

/** The open notebook, as the model sees it. */
export interface INotebook {
  readonly path: string;
  readonly kernelId: string | null;
  readonly docId: string | null;
  readonly readOnly: boolean;
  /** The cells within the budgets of a request. */
  cells(): object[];
  /** The execution count of a cell, null where it has none or is gone. */
  count(cellId: string): number | null;
  place(): IPlace;
  insert(place: IPlace, cellId: string, code: string, suggestion: string): void;
  remember(receipt: IReceipt): void;
  /** Brings a cell into view; false where it is gone. */
  reveal(cellId: string): boolean;
}

export interface ISettings {
  readonly auto: boolean;
  readonly notes: boolean;
  readonly top: number;
  readonly name: string;
  readonly openOnStart: boolean;
  /** Repositories that are to stay without a rule for records. */
  readonly declinedRepositories: readonly string[];
  readonly everyCell: boolean;
}

export interface IFilter {
  readonly variable: string | null;
  readonly kind: SuggestionKind | null;
}

/** A suggestion and what the panel knows of it. */
export interface ICard {
  readonly suggestion: ISuggestion;
  readonly note: 'none' | 'awaited' | 'dropped';
  /** A decision is on its way to the record. */
  readonly recording: boolean;
  /** The hypothesis is being tested on the rows it has not seen. */
  readonly testing: boolean;
  readonly fault: IFault | null;
  /** What stands in the brackets of the cell that already does this. */
  readonly doneIn: string | null;
}

export interface ILedger {
  /** Tests counted over all objects, also by earlier kernels. */
  readonly tests: number;
  /** Tests counted for each variable; those with the same data share them. */
  readonly families: readonly {
    readonly variable: string;
    readonly size: number;
  }[];
  readonly confirmations: number;
  /** Records in the sidecar, null where that is not known. */
  readonly records: number | null;
  /** How many of them are decisions. */
  readonly decisions: number | null;
  readonly head: string | null;
}

/** The question that was asked last, and what came of it. */
export interface IAskingView {
  readonly busy: boolean;
  /** The answer is there, and the model reads the question for a better one. */
  readonly consulting: boolean;
  readonly question: string;
  readonly answer: IAnswer | null;
  readonly fault: IFault | null;
  /** What was asked before, the latest last. */
  readonly history: readonly string[];
}

/** All that the panel draws; a new object for every change. */
export interface IView {
  readonly path: string;
  readonly link: LinkState;
  /** The notebook has a kernel, attached to or not; null while that is not known yet. */
  readonly hasKernel: boolean | null;
  readonly waiting: boolean;
  readonly working: boolean;
  readonly progress: {
    readonly subject: string;
    readonly done: number;
    readonly total: number;
  } | null;
  /** A scan came to its end since the kernel started. */
  readonly scanned: boolean;
  readonly variables: readonly IProfile[];
  /** The cards that the filter lets through. */
  readonly cards: readonly ICard[];
  /** How many there are without the filter, and about what. */
  readonly total: number;
  readonly subjects: readonly string[];
  /** Pointer or focus is inside the list. */
  readonly inUse: boolean;
  /** Cards that are new or moved, held back while the list is in use. */
  readonly held: number;
  readonly opened: string | null;
  readonly filter: IFilter;
  readonly fault: IFault | null;
  /** The record could not be written or does not verify. */
  readonly warning: IFault | null;
  readonly ledger: ILedger;
  readonly model: IModelStatus | null;
  /** Why there are no notes, where that is worth saying. */
  readonly modelFault: IFault | null;
  readonly serverFault: IFault | null;
  readonly settings: ISettings;
  readonly asking: IAskingView;
}

/** What the user can do in the panel. */
export interface IActions {
  refresh(): void;
  stop(): void;
  accept(id: string): Promise<void>;
  reject(id: string): Promise<void>;
  /** Test a hypothesis once on rows that its exploration never saw. */
  confirm(id: string): void;
  open(id: string | null): void;
  filter(filter: IFilter): void;
  /** Pointer or focus came into the list (true) or left it (false). */
  hold(inside: boolean): void;
  reorder(): void;
  reveal(cellId: string): void;
  setName(name: string): void;
  /** Ask a question; `request` is the reading chosen among those offered. */
  ask(question: string, request: IRequest | null): void;
}

/** The assistant of one notebook. */
export interface INotebookAssistant extends IActions, IDisposable {
  readonly view: IView;
  readonly changed: ISignal<INotebookAssistant, void>;
  readonly notebook: INotebook;
  readonly line: ILine;
  /** Go and attach to the kernel side, where that was not tried or failed. */
  reach(): void;
  /** Put drafted code on record and insert its cell; false where the person gave up. Rejects with a Trouble. */
  acceptDraft(draft: ISuggestion): Promise<boolean>;
}

/** What the model of one notebook needs of the world. */
export interface INeeds {
  readonly notebook: INotebook;
  readonly server: IServer;
  readonly consent: IConsent;
  readonly settings: () => ISettings;
  readonly setName: (name: string) => void;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

/** The assistant that follows the current notebook. */
export interface IAssistant {
  readonly current: INotebookAssistant | null;
  readonly changed: ISignal<IAssistant, void>;
}

export const IAssistant = new Token<IAssistant>(
  'jupyter-sciassist:IAssistant',
  'Suggestions with computed evidence for the current notebook.'
);

export const PLUGIN_ID = 'jupyter-sciassist:plugin';
