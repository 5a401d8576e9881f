/** What the user is asked before a record is written, and what need not be asked again. No DOM. */

import { asFault } from './faults';
import type { IConsent, IFinding, IRepository } from './recording';
import type { IFault, IServer } from './tokens';

/** Findings that look alike. */
export interface IFound {
  readonly what: string;
  readonly excerpt: string;
  readonly times: number;
}

/** Values that stand or fall together, and what was found in them. */
export interface IPlace {
  readonly pointers: readonly string[];
  readonly found: readonly IFound[];
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
  return [...places.values()].map(inside => ({
    pointers: [...new Set(inside.map(one => one.pointer))],
    found: counted(inside),
    proposed: inside.some(one => one.proposed)
  }));
}

/** What looks alike, and how often it stands there; in two copies of a text it stands once. */
function counted(findings: readonly IFinding[]): IFound[] {
  const starts = new Map<string, Set<string>>();
  const found = new Map<string, IFinding>();
  for (const one of findings) {
    const key = JSON.stringify([one.what, one.excerpt]);
    const where = CODE.includes(one.pointer) ? 'code' : one.at;
    found.set(key, found.get(key) ?? one);
    starts.set(
      key,
      (starts.get(key) ?? new Set()).add(`${where} ${one.start}`)
    );
  }
  return [...found].map(([key, { what, excerpt }]) => ({
    what,
    excerpt,
    times: starts.get(key)?.size ?? 0
  }));
}

/** Whether the cell itself, and so the notebook, holds what was found. */
export function isCode(place: IPlace): boolean {
  return place.pointers.some(pointer => CODE.includes(pointer));
}

function isLasting(place: IPlace): boolean {
  return place.pointers.every(pointer => LASTING.includes(pointer));
}

function keyOf({ pointers, found }: IPlace): string {
  return JSON.stringify([pointers, found]);
}
