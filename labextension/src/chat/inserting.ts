/** Drafts on their way into the notebook: recorded as any acceptance is. No DOM. */

import { asFault } from '../faults';
import type { ISuggestion } from '../records';
import type { IFault, INotebookAssistant } from '../tokens';
import type { History } from './history';

export class Inserting {
  constructor(
    private readonly _assistant: Pick<INotebookAssistant, 'acceptDraft'>,
    private readonly _history: History,
    private readonly _changed: () => void
  ) {}

  /** Ids of those that are being recorded. */
  get going(): ReadonlySet<string> {
    return new Set(this._going);
  }

  /** Why some could not be recorded. */
  get faults(): ReadonlyMap<string, IFault> {
    return new Map(this._faults);
  }

  async insert(draft: ISuggestion): Promise<void> {
    const { id } = draft;
    this._going.add(id);
    this._faults.delete(id);
    this._changed();
    try {
      if (await this._assistant.acceptDraft(draft)) {
        this._accepted(id);
      }
    } catch (error) {
      this._faults.set(id, asFault(error));
    }
    this._going.delete(id);
    this._changed();
  }

  private _accepted(id: string): void {
    const message = this._history.messages.find(
      one => one.reply?.draft?.suggestion.id === id
    );
    const draft = message?.reply?.draft;
    if (message?.reply && draft) {
      const suggestion = { ...draft.suggestion, status: 'accepted' as const };
      const reply = { ...message.reply, draft: { ...draft, suggestion } };
      this._history.put({ ...message, reply });
      void this._history.keep(message.id);
    }
  }

  private readonly _going = new Set<string>();
  private readonly _faults = new Map<string, IFault>();
}
