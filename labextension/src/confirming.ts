/** Confirmations under way: which card waits for which answer of the kernel side. */

import type { ISuggestion } from './records';
import type { Ask, IFault, Push } from './tokens';

/** Why a card cannot be confirmed, or that it can. */
export type Confirmable = 'no' | 'yes' | 'tested' | 'new rows';

/** Whether a card states a hypothesis that unseen rows can test. */
export function confirmable(suggestion: ISuggestion): Confirmable {
  const { hypothesis, evidence, confirmation } = suggestion;
  if (hypothesis === null || evidence === null || evidence.p === null) {
    return 'no';
  }
  if (confirmation !== null) {
    return 'tested';
  }
  return evidence.split === 'explore' ? 'yes' : 'new rows';
}

/** Requests by their number, and what went wrong with a card. */
export class Confirming {
  isTesting(id: string): boolean {
    return [...this._asked.values()].includes(id);
  }

  faultOf(id: string): IFault | null {
    return this._faults.get(id) ?? null;
  }

  /** Ask the kernel side, unless there is nothing to test; `by` stands in the record. */
  ask(
    suggestion: ISuggestion | undefined,
    by: string,
    tell: (request: Ask) => number | null
  ): void {
    if (
      suggestion === undefined ||
      confirmable(suggestion) !== 'yes' ||
      this.isTesting(suggestion.id)
    ) {
      return;
    }
    const { id } = suggestion;
    const name = by.trim();
    const request = tell({
      do: 'confirm',
      suggestion: id,
      by: name === '' ? null : name
    });
    if (request !== null) {
      this._faults.delete(id);
      this._asked.set(request, id);
    }
  }

  /** True where the push answers a confirmation and nobody else needs it. */
  take(push: Push): boolean {
    if (!('re' in push) || push.re === null || !this._asked.has(push.re)) {
      return false;
    }
    const id = this._asked.get(push.re) ?? '';
    if (push.event === 'error') {
      this._faults.set(id, push.fault);
    }
    if (push.event !== 'confirmed') {
      this._asked.delete(push.re);
    }
    return push.event !== 'confirmed';
  }

  /** The kernel is another one: nothing is under way. */
  clear(): void {
    this._asked.clear();
    this._faults.clear();
  }

  private readonly _asked = new Map<number, string>();
  private readonly _faults = new Map<string, IFault>();
}
