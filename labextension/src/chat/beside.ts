/** What goes with a message: attachments, names, cells, and the list of what would be sent. No DOM. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { INotebookAssistant, Push } from '../tokens';
import { Completing, Pieces } from './asked';
import type { ICellName, INamedCell } from './cellnames';
import { begins, cellNames } from './cellnames';
import { Mentions } from './mentions';
import type { IAttachment, IMessage } from './records';
import { OWN } from './slash';
import type {
  CompletionKind,
  ICompletion,
  IPiecesView,
  ISaid,
  ITurn
} from './tokens';

/** So many messages are told again; the kernel side drops the oldest where there is no room. */
const TOLD = 20;

export class Beside {
  constructor(
    private readonly _assistant: INotebookAssistant,
    /** What was said so far. */
    private readonly _messages: () => readonly IMessage[],
    private readonly _changed: () => void,
    private readonly _trans: TranslationBundle
  ) {
    this._completing = new Completing(_assistant.line);
    this._pieces = new Pieces(_assistant.line);
  }

  get attachments(): readonly IAttachment[] {
    return this._attachments;
  }

  get pieces(): IPiecesView {
    return this._pieces.view;
  }

  attach(attachments: readonly IAttachment[]): void {
    this._attachments = distinct([...this._attachments, ...attachments]);
    this._refresh();
  }

  detach(attachment: IAttachment): void {
    const key = keyOf(attachment);
    this._attachments = this._attachments.filter(one => keyOf(one) !== key);
    this._refresh();
  }

  preview(open: boolean, text: string): void {
    this._typed = text;
    if (open) {
      const messages = this._messages();
      this._pieces.open(this._said(text, this.with(text, []), messages));
    } else {
      this._pieces.close();
    }
    this._changed();
  }

  leaveOut(piece: string, out: boolean): void {
    this._pieces.leaveOut(piece, out);
    this._changed();
  }

  async complete(
    kind: CompletionKind,
    prefix: string
  ): Promise<readonly ICompletion[]> {
    if (kind === 'cell') {
      const cells = this._cells().filter(({ name }) =>
        begins(name.typed, prefix)
      );
      const found = cells.map(({ name, attachment }) => ({
        name: name.typed,
        told: [
          // The brackets alone are in the name already.
          ...(name.typed.includes('#') ? [name.told] : []),
          firstLine(attachment.text ?? '')
        ].join(' · ')
      }));
      this._mentions.offered(
        kind,
        found,
        new Map(cells.map(one => [one.name.typed, one.attachment]))
      );
      return found;
    }
    const items = await this._completing.ask(kind, prefix);
    this._mentions.offered(kind, items);
    return items;
  }

  /** A cell as a person reads its name; a dash where it is gone. */
  cellName(id: string): string {
    const cells = this._assistant.notebook.cells() as INamedCell[];
    const place = cells.findIndex(one => one.id === id);
    return cellNames(cells, this._trans)[place]?.told ?? '–';
  }

  /** What is attached, what was given, and what the text names; each once. */
  with(text: string, given: readonly IAttachment[]): readonly IAttachment[] {
    return distinct([
      ...given,
      ...this._attachments,
      ...this._mentions.in(text)
    ]);
  }

  /** The request for the last message, less what was left out; the next one begins anew. */
  send({ text, attachments }: IMessage): number | null {
    const id = this._assistant.line.tell({
      do: 'chat',
      ...this._said(text ?? '', attachments, this._messages().slice(0, -1)),
      without: [...this._pieces.view.without]
    });
    if (id !== null) {
      this._attachments = [];
      this._pieces.reset();
    }
    return id;
  }

  /** Take a push that belongs here; false for any other. */
  take(push: Push): boolean {
    if (this._pieces.take(push)) {
      this._changed();
      return true;
    }
    return this._completing.take(push);
  }

  /** Nothing more will come. */
  end(): void {
    this._completing.end();
    this._pieces.close();
  }

  private _said(
    text: string,
    attachments: readonly IAttachment[],
    before: readonly IMessage[]
  ): ISaid {
    const { notebook } = this._assistant;
    return {
      text: this._mentions.spoken(text.trim()),
      cells: notebook.cells(),
      attachments,
      turns: this._turns(before).slice(-TOLD),
      cell: notebook.place().below
    };
  }

  /** What was said before, without what the page answered itself: the model has no use for that. */
  private _turns(before: readonly IMessage[]): ITurn[] {
    const said = before.filter(
      ({ text }, place) => !OWN.has(text ?? before[place - 1]?.text ?? null)
    );
    return said
      .map(message => this._turn(message))
      .filter(({ text }) => text !== '');
  }

  private _turn({ text, reply }: IMessage): ITurn {
    if (text !== null) {
      return { role: 'user', text: this._mentions.spoken(text) };
    }
    const paragraphs = (reply?.blocks ?? []).map(block =>
      block.runs.map(run => run.text).join('')
    );
    return { role: 'assistant', text: paragraphs.join('\n\n') };
  }

  /** Cells that hold something, and how they are called. */
  private _cells(): readonly {
    readonly name: ICellName;
    readonly attachment: IAttachment;
  }[] {
    const cells = this._assistant.notebook.cells() as INamedCell[];
    const names = cellNames(cells, this._trans);
    return names.flatMap((name, place) => {
      const { id, source } = cells[place] ?? {};
      return typeof id === 'string' && typeof source === 'string' && source
        ? [{ name, attachment: { kind: 'cell', name: id, text: source } }]
        : [];
    });
  }

  private _refresh(): void {
    if (this._pieces.view.open) {
      this.preview(true, this._typed);
    } else {
      this._changed();
    }
  }

  private _attachments: readonly IAttachment[] = [];
  private _typed = '';
  private readonly _mentions = new Mentions();
  private readonly _completing: Completing;
  private readonly _pieces: Pieces;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

function distinct(attachments: readonly IAttachment[]): IAttachment[] {
  return [...new Map(attachments.map(one => [keyOf(one), one])).values()];
}

function keyOf({ kind, name }: IAttachment): string {
  return `${kind} ${name}`;
}
