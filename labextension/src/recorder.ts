/** What was decided about the cards of one notebook, and the state of its record. */

import type { IOutcome } from './decisions';
import { accept, reject } from './decisions';
import type { IProfile, ISuggestion } from './records';
import type { ILog, IReceipt } from './recording';
import type { IFault, ILedger, INeeds } from './tokens';
import { trans } from './translation';

/** Decides, keeps what became of it, and knows the sidecar's length and head. */
export class Recorder {
  constructor(
    private readonly _needs: Pick<
      INeeds,
      'server' | 'consent' | 'notebook' | 'now'
    >
  ) {}

  /** The ledger line: tests counted, decisions and records in the sidecar, its head. */
  ledger(
    counted: Pick<ILedger, 'tests' | 'families' | 'confirmations'>
  ): ILedger {
    return {
      tests: counted.tests,
      families: counted.families,
      confirmations: counted.confirmations,
      records: this._log?.count ?? null,
      decisions: this._log?.decisions ?? null,
      head: this._log?.head ?? null
    };
  }

  /** The record could not be written, or does not verify. */
  get warning(): IFault | null {
    return this._warning;
  }

  isRecording(id: string): boolean {
    return this._recording.has(id);
  }

  faultOf(id: string): IFault | null {
    return this._faults.get(id) ?? null;
  }

  /** Note since when a card has been before the user. */
  shown(suggestions: readonly ISuggestion[]): void {
    for (const { id } of suggestions) {
      if (!this._since.has(id)) {
        this._since.set(id, this._needs.now());
      }
    }
  }

  /** Whether there is anything left to decide. An accepted card stays accepted. */
  isOpen(suggestion: ISuggestion, verb: 'accepted' | 'rejected'): boolean {
    const { id, status } = suggestion;
    return !this.isRecording(id) && status !== verb && status !== 'accepted';
  }

  /** Decide; true where it is on record or the server lets it go on with a warning. */
  async decide(
    suggestion: ISuggestion,
    verb: 'accepted' | 'rejected',
    by: string,
    profile: IProfile | null
  ): Promise<boolean> {
    const { id } = suggestion;
    const since = this._since.get(id);
    const shownMs =
      since === undefined ? null : Math.round(this._needs.now() - since);
    const act = verb === 'accepted' ? accept : reject;
    this._recording.add(id);
    this._faults.delete(id);
    const outcome = await act(this._needs, {
      suggestion,
      profile,
      by,
      shownMs
    });
    this._recording.delete(id);
    this._keep(id, outcome);
    if (outcome.repository !== null) {
      // The decision is done: this must not hold it up.
      const { consent, notebook } = this._needs;
      void consent.offer(outcome.repository, notebook.path);
    }
    return outcome.receipt !== null;
  }

  /** A confirmation that the kernel side put on record. */
  confirmed(id: string, receipt: IReceipt | null): void {
    const { notebook } = this._needs;
    if (receipt !== null && !notebook.readOnly) {
      notebook.remember(receipt);
    }
    this._keep(id, { receipt, fault: null });
  }

  /** Read the state of the sidecar; rejects with the server's Trouble. */
  async readLog(): Promise<void> {
    const { server, notebook } = this._needs;
    this._log = await server.log(notebook.path);
    this._warning = logWarning(this._log);
  }

  private _keep(
    id: string,
    { receipt, fault }: Pick<IOutcome, 'receipt' | 'fault'>
  ): void {
    if (fault !== null) {
      this._faults.set(id, fault);
    }
    if (receipt === null) {
      return;
    }
    const { path, count, decisions, head, warning } = receipt;
    if (count !== null && decisions !== null && head !== null) {
      this._log = { path, state: 'ok', count, decisions, head };
    }
    this._warning = warning === null ? null : { message: warning, cure: '' };
  }

  private _log: ILog | null = null;
  private _warning: IFault | null = null;
  private readonly _recording = new Set<string>();
  private readonly _faults = new Map<string, IFault>();
  private readonly _since = new Map<string, number>();
}

function logWarning(log: ILog): IFault | null {
  switch (log.state) {
    case 'torn':
      return {
        message: trans.__(
          'The last line of %1 is torn: a write was cut short.',
          log.path
        ),
        cure: trans.__(
          'The next acceptance sets the torn line aside; nothing that was on record is lost.'
        )
      };
    case 'damaged':
      return {
        message: trans.__('The record %1 does not verify.', log.path),
        cure: trans.__(
          'Run `jupyter sciassist verify` on it to see the line, and compare with a copy.'
        )
      };
    default:
      return null;
  }
}
