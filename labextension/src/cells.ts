/** The open notebook: its cells within budgets, and the place where accepted code goes. */

import { YCodeCell } from '@jupyter/ydoc';
import type * as nbformat from '@jupyterlab/nbformat';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IReceipt } from './recording';
import type { INotebook, IPlace } from './tokens';
import { trans } from './translation';
import { within } from './budgets';

const KEY = 'sciassist';

interface INotebookMark {
  readonly doc_id: string;
  readonly log: string | null;
  readonly head: string | null;
  readonly count: number | null;
}

/** A notebook panel as the model sees it. */
export class NotebookCells implements INotebook {
  constructor(private readonly _panel: NotebookPanel) {}

  get path(): string {
    return this._panel.context.path;
  }

  get kernelId(): string | null {
    return this._panel.sessionContext.session?.kernel?.id ?? null;
  }

  get docId(): string | null {
    const mark = this._model?.getMetadata(KEY) as
      Partial<INotebookMark> | undefined;
    return typeof mark?.doc_id === 'string' ? mark.doc_id : null;
  }

  get readOnly(): boolean {
    return this._model?.readOnly ?? true;
  }

  cells(): object[] {
    const cells = this._model?.sharedModel.toJSON().cells ?? [];
    return cells.map(cell => within(cell as nbformat.ICell));
  }

  count(cellId: string): number | null {
    const cells = this._model?.sharedModel.cells ?? [];
    const cell = cells.find(one => one.id === cellId);
    return cell instanceof YCodeCell ? cell.execution_count : null;
  }

  place(): IPlace {
    const { content } = this._panel;
    const above = content.activeCell?.model.id ?? null;
    return {
      below: above,
      index: above === null ? this._total : content.activeCellIndex + 1
    };
  }

  insert(
    place: IPlace,
    cellId: string,
    code: string,
    suggestion: string
  ): void {
    const model = this._model;
    if (model === null || this._panel.isDisposed) {
      throw new Error(trans.__('the notebook was closed meanwhile.'));
    }
    const index = this._indexOf(place);
    const shared = model.sharedModel;
    shared.transact(() => {
      shared.insertCell(index, {
        cell_type: 'code',
        id: cellId,
        source: code,
        outputs: [],
        metadata: { [KEY]: { ids: [suggestion] } }
      });
    });
    this._panel.content.activeCellIndex = index;
    this.reveal(cellId);
  }

  remember(receipt: IReceipt): void {
    if (receipt.doc_id === null || receipt.head === null) {
      return;
    }
    const mark: INotebookMark = {
      doc_id: receipt.doc_id,
      log: receipt.log,
      head: receipt.head,
      count: receipt.count
    };
    this._model?.sharedModel.setMetadata(KEY, { ...mark });
  }

  reveal(cellId: string): boolean {
    const { content } = this._panel;
    const index = content.widgets.findIndex(cell => cell.model.id === cellId);
    if (index < 0) {
      return false;
    }
    content.activeCellIndex = index;
    void content.scrollToItem(index, 'smart');
    return true;
  }

  private get _model(): NotebookPanel['content']['model'] {
    return this._panel.content.model;
  }

  private get _total(): number {
    return this._model?.cells.length ?? 0;
  }

  /** Below the cell that was active at the click, wherever it is by now. */
  private _indexOf(place: IPlace): number {
    const cells = this._model?.sharedModel.cells ?? [];
    const above = cells.findIndex(cell => cell.id === place.below);
    return above < 0 ? Math.min(place.index, cells.length) : above + 1;
  }
}
