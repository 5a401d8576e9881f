/** Order and notes from the model, streamed in behind the cards; one stream a notebook. */

import { asFault } from './faults';
import type { INote, IProfile, ISuggestion } from './records';
import type {
  IFault,
  INotesRequest,
  IServer,
  ITableMeanings,
  NotesEvent
} from './tokens';

/** How many of the first cards get a note unasked. */
const NOTED = 3;
/** Limits of the server's request. */
const MOST_CARDS = 500;
const MOST_COLUMNS = 20_000;

/** What the stream tells. */
export interface INotesListener {
  ordered(ids: readonly string[]): void;
  noted(id: string, note: INote): void;
  /** The awaited notes or the fault changed. */
  changed(): void;
  /** A stream ended, whatever its outcome. */
  ended(error: unknown): void;
}

/** Asks for order and notes; a new request cancels the former. */
export class NotesStream {
  constructor(
    private readonly _server: IServer,
    private readonly _listener: INotesListener
  ) {}

  /** Why there are no notes, null where they came or were not asked for. */
  get fault(): IFault | null {
    return this._fault;
  }

  stateOf(suggestion: ISuggestion): 'none' | 'awaited' | 'dropped' {
    if (suggestion.note !== null) {
      return 'none';
    }
    if (this._dropped.has(subjectKey(suggestion))) {
      return 'dropped';
    }
    return this._awaited.has(suggestion.id) ? 'awaited' : 'none';
  }

  /** Ask, unless the very same was asked before. */
  ask(request: INotesRequest): void {
    const key = requestKey(request);
    if (request.suggestions.length === 0 || key === this._asked) {
      return;
    }
    this.cancel();
    this._asked = key;
    const abort = new AbortController();
    this._abort = abort;
    this._fault = null;
    this._expect(
      request,
      request.suggestions.map(s => s.id)
    );
    void this._run(request, abort);
  }

  /** Ask again next time, whatever was asked before. */
  forget(): void {
    this._asked = '';
  }

  cancel(): void {
    this._abort?.abort();
    this._abort = null;
    this._asked = '';
    this._awaited.clear();
  }

  private async _run(
    request: INotesRequest,
    abort: AbortController
  ): Promise<void> {
    let failure: unknown = null;
    try {
      await this._server.notes(
        request,
        event => {
          if (!abort.signal.aborted) {
            this._take(request, event);
          }
        },
        abort.signal
      );
    } catch (error) {
      failure = error;
    }
    if (abort.signal.aborted) {
      return;
    }
    this._abort = null;
    this._awaited.clear();
    if (failure !== null) {
      this._fault = asFault(failure);
    }
    if (this._fault !== null) {
      this._asked = '';
    }
    this._listener.ended(failure);
  }

  private _take(request: INotesRequest, event: NotesEvent): void {
    switch (event.event) {
      case 'order':
        this._expect(request, event.ids);
        this._listener.ordered(event.ids);
        break;
      case 'note':
        this._awaited.delete(event.id);
        this._listener.noted(event.id, event.note);
        break;
      case 'dropped':
        this._awaited.delete(event.id);
        this._drop(request, event.id);
        break;
      case 'error':
        this._fault = { message: event.message, cure: event.cure };
        break;
      case 'outcome':
      case 'done':
        return;
    }
    this._listener.changed();
  }

  private _drop(request: INotesRequest, id: string): void {
    const suggestion = request.suggestions.find(one => one.id === id);
    if (suggestion !== undefined) {
      this._dropped.add(subjectKey(suggestion));
    }
  }

  /** The opened card and the first of the order get notes. */
  private _expect(request: INotesRequest, ids: readonly string[]): void {
    const wanted = ids.slice(0, NOTED);
    if (request.opened !== null) {
      wanted.push(request.opened);
    }
    this._awaited = new Set(wanted);
  }

  private _abort: AbortController | null = null;
  private _asked = '';
  private _fault: IFault | null = null;
  private _awaited = new Set<string>();
  private readonly _dropped = new Set<string>();
}

/** What the model is told: the cards, and names and roles of their tables; no values. */
export function notesRequest(
  suggestions: readonly ISuggestion[],
  profiles: readonly IProfile[],
  opened: string | null,
  kernel: string | null
): INotesRequest {
  const asked = suggestions.slice(0, MOST_CARDS);
  const subjects = new Set(asked.map(one => one.subject.variable));
  const tables: { [variable: string]: ITableMeanings } = {};
  for (const profile of profiles) {
    if (subjects.has(profile.variable) && profile.columns.length > 0) {
      tables[profile.variable] = meanings(profile);
    }
  }
  const present = asked.some(one => one.id === opened);
  return {
    suggestions: asked,
    tables,
    opened: present ? opened : null,
    kernel
  };
}

function meanings(profile: IProfile): ITableMeanings {
  const columns = profile.columns.slice(0, MOST_COLUMNS);
  return {
    about: null,
    columns: Object.fromEntries(columns.map(column => [column.name, ''])),
    roles: Object.fromEntries(columns.map(column => [column.name, column.role]))
  };
}

function subjectKey(suggestion: ISuggestion): string {
  return `${suggestion.id} ${suggestion.subject.fingerprint?.digest ?? ''}`;
}

function requestKey(request: INotesRequest): string {
  const cards = request.suggestions
    .map(one => `${subjectKey(one)} ${one.status} ${one.done_in ?? ''}`)
    .sort();
  return JSON.stringify([request.opened, cards]);
}
