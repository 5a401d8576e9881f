/** What the user is asked before a record is written, and what need not be asked again. No DOM. */

import { asFault } from './faults';
import type { IConsent, IFinding, IRepository } from './recording';
import type { IFault, IServer } from './tokens';

/** Values that stand or fall together, and what was found in them. */
export interface IPlace {
  readonly pointers: readonly string[];
  readonly findings: readonly IFinding[];
  readonly proposed: boolean;
}

/** The questions as dialogs. */
export interface IDialogs {
  /** The places to leave out; null where the user gave up the decision. */
  choose(places: readonly IPlace[]): Promise<readonly IPlace[] | null>;
  /** Whether to add the line. */
  addLine(repository: IRepository): Promise<boolean>;
  failed(fault: IFault): Promise<void>;
}

/** Repositories for which the rule was declined; kept in the settings. */
export interface IDeclined {
  readonly folders: () => readonly string[];
  readonly add: (folder: string) => void;
}

/** The same code twice is one question. */
const CODE: readonly string[] = ['/suggestion/text', '/acceptance/text'];
/** They are the same in every record of a notebook: answered once, they are not asked again. */
const LASTING: readonly string[] = ['/by', '/notebook/path'];

/** The user's consent, asked for only where something was found. */
export class Consent implements IConsent {
  constructor(
    private readonly _server: Pick<IServer, 'mergeByUnion'>,
    private readonly _dialogs: IDialogs,
    private readonly _declined: IDeclined
  ) {}

  async withhold(
    findings: readonly IFinding[]
  ): Promise<readonly string[] | null> {
    const places = placesOf(findings);
    const open = places.filter(one => !this._answers.has(keyOf(one)));
    let chosen: readonly IPlace[] | null = [];
    if (open.length > 0) {
      chosen = await this._dialogs.choose(open);
    }
    if (chosen === null) {
      return null;
    }
    const kept = places.filter(one => this._answers.get(keyOf(one)) === true);
    for (const one of open.filter(isLasting)) {
      this._answers.set(keyOf(one), chosen.includes(one));
    }
    return [...chosen, ...kept].flatMap(one => one.pointers);
  }

  async offer(repository: IRepository, notebook: string): Promise<void> {
    const { folder } = repository;
    if (
      this._offered.has(folder) ||
      this._declined.folders().includes(folder)
    ) {
      return;
    }
    this._offered.add(folder);
    if (!(await this._dialogs.addLine(repository))) {
      this._declined.add(folder);
      return;
    }
    try {
      await this._server.mergeByUnion(notebook);
    } catch (error) {
      await this._dialogs.failed(asFault(error));
    }
  }

  private readonly _answers = new Map<string, boolean>();
  private readonly _offered = new Set<string>();
}

/** Findings by what can be left out, in the order of the record. */
export function placesOf(findings: readonly IFinding[]): IPlace[] {
  const places = new Map<string, IFinding[]>();
  for (const one of findings) {
    const key = CODE.includes(one.pointer) ? 'code' : one.pointer;
    places.set(key, [...(places.get(key) ?? []), one]);
  }
  return [...places.values()].map(found => ({
    pointers: [...new Set(found.map(one => one.pointer))],
    findings: found.filter(
      (one, index) => found.findIndex(other => alike(one, other)) === index
    ),
    proposed: found.some(one => one.proposed)
  }));
}

/** Whether the cell itself, and so the notebook, holds what was found. */
export function isCode(place: IPlace): boolean {
  return place.pointers.some(pointer => CODE.includes(pointer));
}

function isLasting(place: IPlace): boolean {
  return place.pointers.every(pointer => LASTING.includes(pointer));
}

function keyOf({ pointers, findings }: IPlace): string {
  return JSON.stringify([
    pointers,
    findings.map(({ what, excerpt, start, end }) => [what, excerpt, start, end])
  ]);
}

function alike(one: IFinding, other: IFinding): boolean {
  return (
    one.what === other.what &&
    one.excerpt === other.excerpt &&
    one.start === other.start
  );
}
