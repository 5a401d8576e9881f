/** `@name` in what a person types: variables, columns and cells by name. */

import type { IAttachment } from './records';
import type { CompletionKind, ICompletion } from './tokens';

/** A name ends at white space, unless a backslash stands before it. */
const MENTION = /@((?:\\\s|[^\s@])+)/g;
const PUNCTUATION = /[.,;:!?)]+$/;

/** A name as it is typed after the sign. */
export function typed(name: string): string {
  return `@${name.replace(/\s/g, '\\$&')}`;
}

/** The names that were offered, and what each stands for. */
export class Mentions {
  /** Remember what was offered; `text` holds the source of cells. */
  offered(
    kind: CompletionKind,
    items: readonly ICompletion[],
    cells: ReadonlyMap<string, IAttachment> = new Map()
  ): void {
    for (const { name } of items) {
      const cell = cells.get(name);
      if (cell !== undefined || kind !== 'cell') {
        this._known.set(name, cell ?? { kind, name, text: null });
      }
    }
  }

  /** What the text names, each once. */
  in(text: string): IAttachment[] {
    const found = new Map<string, IAttachment>();
    for (const [, name = ''] of text.matchAll(MENTION)) {
      const known = this._find(name);
      if (known !== null) {
        found.set(known.name, known.attachment);
      }
    }
    return [...found.values()];
  }

  /** The text with the names as they are, without the sign. */
  spoken(text: string): string {
    return text.replace(MENTION, (whole, name: string) => {
      const known = this._find(name);
      return known === null
        ? whole
        : known.name + plain(name).slice(known.name.length);
    });
  }

  /** The longest of the names known, with or without punctuation behind it. */
  private _find(
    name: string
  ): { name: string; attachment: IAttachment } | null {
    for (const one of [plain(name), plain(name).replace(PUNCTUATION, '')]) {
      const attachment = this._known.get(one);
      if (attachment !== undefined) {
        return { name: one, attachment };
      }
    }
    return null;
  }

  private readonly _known = new Map<string, IAttachment>();
}

function plain(name: string): string {
  return name.replace(/\\(\s)/g, '$1');
}
