/** Accept and reject: on record first, then in the notebook. */

import { UUID } from '@lumino/coreutils';
import { asFault } from './faults';
import type { IProfile, ISuggestion, Verb } from './records';
import type {
  IDecisionRequest,
  IFault,
  INotebook,
  IReceipt,
  IServer
} from './tokens';
import { Trouble } from './tokens';

/** A suggestion and the circumstances of the decision about it. */
export interface IOccasion {
  readonly suggestion: ISuggestion;
  readonly profile: IProfile | null;
  readonly by: string;
  readonly shownMs: number | null;
}

/** What came of a decision: recorded, or why not; and what is left to be said. */
export interface IOutcome {
  readonly receipt: IReceipt | null;
  readonly fault: IFault | null;
}

/**
 * Write an acceptance to the sidecar and, only when the server says that it is safe, insert the
 * cell below the active one. Nothing is inserted when the server refuses.
 */
export async function accept(
  server: IServer,
  notebook: INotebook,
  occasion: IOccasion
): Promise<IOutcome> {
  const { suggestion } = occasion;
  if (notebook.readOnly) {
    return failed(
      new Trouble(
        'This notebook is read-only: no cell can be inserted, so nothing was recorded.',
        'Save a copy of the notebook and accept there.'
      )
    );
  }
  // The record names the cell, so its id is chosen before the cell is there.
  const cellId = UUID.uuid4();
  const place = notebook.place();
  let receipt: IReceipt;
  try {
    receipt = await server.decide({
      ...request(notebook, occasion, 'accepted'),
      cell: { id: cellId, index: place.index },
      text: suggestion.code
    });
  } catch (error) {
    return failed(error);
  }
  try {
    notebook.insert(place, cellId, suggestion.code, suggestion.id);
    notebook.remember(receipt);
  } catch (error) {
    const { message } = asFault(error);
    return {
      receipt,
      fault: {
        message: `The acceptance is on record, but the cell could not be inserted: ${message}`,
        cure: 'Open the code of the card and copy it into a cell.'
      }
    };
  }
  return { receipt, fault: null };
}

/** Write a rejection to the sidecar. */
export async function reject(
  server: IServer,
  notebook: INotebook,
  occasion: IOccasion
): Promise<IOutcome> {
  try {
    const receipt = await server.decide(
      request(notebook, occasion, 'rejected')
    );
    if (!notebook.readOnly) {
      notebook.remember(receipt);
    }
    return { receipt, fault: null };
  } catch (error) {
    return failed(error);
  }
}

function request(
  notebook: INotebook,
  occasion: IOccasion,
  verb: Verb
): IDecisionRequest {
  const by = occasion.by.trim();
  return {
    suggestion: occasion.suggestion,
    verb,
    kernel: notebook.kernelId,
    notebook: notebook.path,
    doc_id: notebook.docId,
    cell: null,
    text: null,
    by: by === '' ? null : by,
    shown_ms: occasion.shownMs,
    profile: occasion.profile
  };
}

function failed(error: unknown): IOutcome {
  return { receipt: null, fault: asFault(error) };
}
