/** The badges of one notebook: kept in step with its cells, its log and the settings. */

import type { Cell, ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { PanelLayout } from '@lumino/widgets';
import type { IProfile } from '../records';
import { Badge } from './badge';
import type { ICellText, IVerdict } from './blame';
import { Blame, digest, mark } from './blame';
import type { ISaved } from './log';
import { LogReader, logOf } from './reader';
import type { ICircumstances } from './words';
import { dataDrift, details, label, outputsDrift } from './words';

export const KEY = 'sciassist';

const TYPING_MS = 250;

/** Opens a record of a log. */
export type OpenRecord = (log: string, record: string) => void;

/** What the badges need of the world. */
export interface IBadgeNeeds {
  readonly contents: Contents.IManager;
  /** The text of a file. */
  readonly text: (path: string) => Promise<string>;
  /** Whether there is a log beside a notebook that names none. */
  readonly exists: (notebook: string) => Promise<boolean>;
  /** Also the cells that nothing is on record of. */
  readonly everyCell: () => boolean;
  /** Null where nothing opens records. */
  readonly open: () => OpenRecord | null;
  /** What is known of the variables in the kernel of a notebook. */
  readonly profiles: (notebook: string) => readonly IProfile[];
  readonly trans: TranslationBundle;
}

/** Follows one notebook until its panel is disposed. */
export class BadgeFollower implements IDisposable {
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _needs: IBadgeNeeds
  ) {
    this._reader = new LogReader(_needs.contents, _needs.text, _needs.exists);
    _panel.disposed.connect(this.dispose, this);
    void _panel.context.ready.then(() => {
      if (!this.isDisposed) {
        this._connect();
      }
    });
  }

  get isDisposed(): boolean {
    return this._disposed;
  }

  dispose(): void {
    this._disposed = true;
    clearTimeout(this._timer ?? undefined);
    this._panel.context.pathChanged.disconnect(this.look, this);
    this._needs.contents.fileChanged.disconnect(this._fileChanged, this);
  }

  /** The log may be another than before. */
  look(): void {
    if (this._looking) {
      this._again = true;
      return;
    }
    this._looking = true;
    void this._look();
  }

  /** Bring the badges in step with the cells, soon. */
  refresh(): void {
    this._schedule(0);
  }

  private _connect(): void {
    const { context, content } = this._panel;
    context.pathChanged.connect(this.look, this);
    this._needs.contents.fileChanged.connect(this._fileChanged, this);
    content.model?.metadataChanged.connect((_, { key }) => {
      if (key === KEY) {
        this.look();
      }
    });
    content.model?.cells.changed.connect(this.refresh, this);
    this.look();
  }

  private _fileChanged(_: unknown, change: Contents.IChangedArgs): void {
    const path = logOf(this._panel.context.path);
    if (change.newValue?.path === path || change.oldValue?.path === path) {
      this.look();
    }
  }

  private async _look(): Promise<void> {
    do {
      this._again = false;
      const { path } = this._panel.context;
      if ((await this._reader.look(path, this._named())) || !this._looked) {
        this._looked = true;
        this._blame = new Blame(this._reader.log.made);
        this.refresh();
      }
      // A change during the reading asks for another.
    } while (this._again && !this.isDisposed);
    this._looking = false;
  }

  /** Whether the notebook or one of its cells has a mark of ours. */
  private _named(): boolean {
    const model = this._panel.content.model;
    return (
      model !== null &&
      (model.getMetadata(KEY) !== undefined ||
        [...model.cells].some(cell => cell.getMetadata(KEY) !== undefined))
    );
  }

  private _schedule(milliseconds: number): void {
    if (this.isDisposed || (this._timer !== null && this._soon)) {
      return;
    }
    clearTimeout(this._timer ?? undefined);
    this._soon = milliseconds === 0;
    this._timer = setTimeout(() => {
      this._timer = null;
      this._update();
    }, milliseconds);
  }

  private _update(): void {
    const { content } = this._panel;
    if (this.isDisposed || content.isDisposed || !this._looked) {
      return;
    }
    const cells = content.widgets;
    const texts = cells.map(cell => this._text(cell));
    const verdicts = this._blame.of(texts);
    cells.forEach((cell, index) => {
      const [verdict, text] = [verdicts[index], texts[index]];
      if (verdict !== undefined && text !== undefined) {
        this._place(cell, verdict, text);
      }
    });
  }

  /** The cell as it is now; from its first sight on, its changes are followed. */
  private _text(cell: Cell): ICellText {
    const { model } = cell;
    if (!this._followed.has(cell)) {
      this._followed.add(cell);
      model.contentChanged.connect(() => {
        this._sources.delete(model);
        this._schedule(TYPING_MS);
      });
      model.metadataChanged.connect(this.refresh, this);
      // Cells outside of the window have no layout yet to put a badge into.
      void cell.ready.then(() => {
        this._ready.add(cell);
        const verdict = this._verdicts.get(cell);
        if (verdict !== undefined && !this.isDisposed && !cell.isDisposed) {
          this._place(cell, verdict, this._text(cell));
        }
      });
    }
    let source = this._sources.get(model);
    if (source === undefined) {
      source = new Source(model.sharedModel.getSource());
      this._sources.set(model, source);
    }
    const { text } = source;
    const found = source;
    return {
      id: model.id,
      source: text,
      ...mark(model.getMetadata(KEY)),
      sha256: () => found.sha256
    };
  }

  private _place(cell: Cell, verdict: IVerdict, text: ICellText): void {
    const speaks =
      verdict.accepted !== null ||
      text.names.length > 0 ||
      text.stated !== null ||
      (this._needs.everyCell() && cell.model.type === 'code');
    this._verdicts.set(cell, verdict);
    let badge = this._badges.get(cell);
    if (!speaks || !this._ready.has(cell)) {
      badge?.dispose();
      this._badges.delete(cell);
      return;
    }
    if (badge === undefined || badge.isDisposed) {
      badge = new Badge(() => this._details(cell));
      this._badges.set(cell, badge);
      // Below the header, above the input: inside the prompt it would be wiped by a run.
      (cell.layout as PanelLayout).insertWidget(1, badge);
    }
    const { trans } = this._needs;
    // What could not be read is not missing.
    const shown: IVerdict =
      this._reader.fault !== null && verdict.kind === 'missing'
        ? { ...verdict, kind: 'unknown' }
        : verdict;
    const words = label(shown, trans);
    const open = this._needs.open();
    const record = verdict.accepted?.id;
    badge.tell({
      kind: shown.kind,
      text: words,
      label: trans.__('%1. Open its record', words),
      open:
        open === null || record === undefined
          ? null
          : () => {
              open(logOf(this._panel.context.path), record);
            }
    });
  }

  private _details(cell: Cell): string {
    const verdict = this._verdicts.get(cell);
    if (verdict === undefined || cell.isDisposed) {
      return '';
    }
    const { path } = this._panel.context;
    const hash = verdict.accepted?.hash ?? '';
    const { log, fault } = this._reader;
    const recorded = log.data.get(hash);
    const profile = this._needs
      .profiles(path)
      .find(one => one.variable === recorded?.name);
    return details(
      verdict,
      {
        log: logOf(path),
        fault,
        copied: log.copied,
        outputs: outputsOf(cell.model, log.saved.get(hash)),
        data: dataDrift(recorded, profile?.fingerprint ?? null)
      },
      this._needs.trans
    );
  }

  private readonly _reader: LogReader;
  private _blame = new Blame([]);
  private _looked = false;
  private _looking = false;
  private _again = false;
  private _disposed = false;
  private _soon = false;
  private _timer: ReturnType<typeof setTimeout> | null = null;
  private readonly _followed = new WeakSet<Cell>();
  private readonly _ready = new WeakSet<Cell>();
  private readonly _sources = new WeakMap<ICellModel, Source>();
  private readonly _badges = new WeakMap<Cell, Badge>();
  private readonly _verdicts = new WeakMap<Cell, IVerdict>();
}

function outputsOf(
  model: ICellModel,
  saved: ISaved | undefined
): ICircumstances['outputs'] {
  if (model.type !== 'code') {
    return null;
  }
  const code = model as ICodeCellModel;
  return outputsDrift(
    {
      count: code.executionCount,
      outputs: code.outputs.length,
      edited: code.isDirty,
      sha256: digest(code.sharedModel.getSource())
    },
    saved
  );
}

/** A text, and its hash once it is asked for. */
class Source {
  constructor(readonly text: string) {}

  get sha256(): string {
    this._sha256 ??= digest(this.text);
    return this._sha256;
  }

  private _sha256: string | null = null;
}
