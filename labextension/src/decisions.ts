/** Accept and reject: on record first, then in the notebook. */

import { UUID } from '@lumino/coreutils';
import { asFault } from './faults';
import type { IProfile, ISuggestion, Verb } from './records';
import type {
  IConsent,
  IDecisionRequest,
  IReceipt,
  IRepository
} from './recording';
import type { IFault, INotebook, IServer } from './tokens';
import { Trouble } from './tokens';
import { trans } from './translation';

/** A suggestion and the circumstances of the decision about it. */
export interface IOccasion {
  readonly suggestion: ISuggestion;
  readonly profile: IProfile | null;
  readonly by: string;
  readonly shownMs: number | null;
}

/** What came of a decision: recorded, or why not (null: given up); and what is left to be said. */
export interface IOutcome {
  readonly receipt: IReceipt | null;
  readonly fault: IFault | null;
  /** The repository around the notebook, where it has no rule for records. */
  readonly repository: IRepository | null;
}

/** Where a decision is written, and who is asked before. */
export interface IDesk {
  readonly server: IServer;
  readonly consent: IConsent;
  readonly notebook: INotebook;
}

/**
 * Write an acceptance to the sidecar and, only when the server says that it is safe, insert the
 * cell below the active one. Nothing is inserted when the server refuses.
 */
export async function accept(
  desk: IDesk,
  occasion: IOccasion
): Promise<IOutcome> {
  const { notebook } = desk;
  const { suggestion } = occasion;
  if (notebook.readOnly) {
    return failed(
      new Trouble(
        trans.__(
          'This notebook is read-only: no cell can be inserted, so nothing was recorded.'
        ),
        trans.__('Save a copy of the notebook and accept there.')
      )
    );
  }
  // The record names the cell, so its id is chosen before the cell is there.
  const cellId = UUID.uuid4();
  const place = notebook.place();
  const outcome = await put(desk, {
    ...request(notebook, occasion, 'accepted'),
    cell: { id: cellId, index: place.index },
    text: suggestion.code
  });
  const { receipt } = outcome;
  if (receipt === null) {
    return outcome;
  }
  try {
    notebook.insert(place, cellId, suggestion.code, suggestion.id);
    notebook.remember(receipt);
  } catch (error) {
    const { message } = asFault(error);
    return {
      ...outcome,
      fault: {
        message: trans.__(
          'The acceptance is on record, but the cell could not be inserted: %1',
          message
        ),
        cure: trans.__('Open the code of the card and copy it into a cell.')
      }
    };
  }
  return outcome;
}

/** Write a rejection to the sidecar. */
export async function reject(
  desk: IDesk,
  occasion: IOccasion
): Promise<IOutcome> {
  const { notebook } = desk;
  const outcome = await put(desk, request(notebook, occasion, 'rejected'));
  if (outcome.receipt !== null && !notebook.readOnly) {
    notebook.remember(outcome.receipt);
  }
  return outcome;
}

/** Look at what would be written, ask where something was found, then write. */
async function put(
  { server, consent }: IDesk,
  asked: IDecisionRequest
): Promise<IOutcome> {
  try {
    const { findings, gitattributes } = await server.scan(asked);
    const withhold =
      findings.length === 0 ? [] : await consent.withhold(findings);
    if (withhold === null) {
      return { receipt: null, fault: null, repository: null };
    }
    const receipt = await server.decide({ ...asked, withhold });
    return { receipt, fault: null, repository: gitattributes };
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
    profile: occasion.profile,
    withhold: null
  };
}

function failed(error: unknown): IOutcome {
  return { receipt: null, fault: asFault(error), repository: null };
}
