import type { IOutput } from '@jupyterlab/nbformat';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookModel } from '@jupyterlab/notebook';
import { ERROR, placeholder, SOURCE, TEXT, within } from '../budgets';
import { NotebookCells } from '../cells';
import { RECEIPT } from './fakes';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAoAAAAHgCAYAAAA10dzkAAAAAElFTkSuQmCC';

// @jupyter/ydoc fills its cells before they are in a document, and yjs warns of each.
beforeAll(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

/** The parts of a notebook panel that are used, around a real notebook model. */
function open(active: number | null): {
  cells: NotebookCells;
  model: NotebookModel;
  panel: { isDisposed: boolean };
  scrolled: number[];
} {
  const model = new NotebookModel();
  model.fromJSON({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: ['c0', 'c1', 'c2'].map((id, place) => ({
      id,
      cell_type: 'code',
      source: `x = ${place}`,
      metadata: {},
      outputs: [],
      execution_count: place === 1 ? 7 : null
    }))
  });
  model.sharedModel.clearUndoHistory();
  const scrolled: number[] = [];
  const content = {
    model,
    activeCellIndex: active ?? -1,
    get activeCell() {
      return active === null ? null : { model: model.cells.get(active) };
    },
    get widgets() {
      return [...model.cells].map(cell => ({ model: cell }));
    },
    scrollToItem: async (index: number): Promise<void> => {
      scrolled.push(index);
    }
  };
  const panel = {
    isDisposed: false,
    context: { path: 'folder/p.ipynb' },
    sessionContext: { session: { kernel: { id: 'k1' } } },
    content
  };
  return {
    cells: new NotebookCells(panel as unknown as NotebookPanel),
    model,
    panel,
    scrolled
  };
}

function ids(model: NotebookModel): string[] {
  return model.sharedModel.cells.map(cell => cell.id);
}

describe('NotebookCells', () => {
  it('inserts below the active cell, with the id chosen before', () => {
    const { cells, model, scrolled } = open(1);
    const place = cells.place();
    expect(place).toEqual({ below: 'c1', index: 2 });
    cells.insert(place, 'new-id', 'print(1)', 's1');
    expect(ids(model)).toEqual(['c0', 'c1', 'new-id', 'c2']);
    expect(model.sharedModel.cells[2]?.toJSON()).toMatchObject({
      id: 'new-id',
      cell_type: 'code',
      source: 'print(1)',
      outputs: [],
      execution_count: null,
      metadata: { sciassist: { ids: ['s1'] } }
    });
    expect(scrolled).toEqual([2]);
  });

  it('finds the cell that was active although others came before it', () => {
    const { cells, model } = open(1);
    const place = cells.place();
    model.sharedModel.insertCell(0, { cell_type: 'code', id: 'first' });
    cells.insert(place, 'new-id', '', 's1');
    expect(ids(model)).toEqual(['first', 'c0', 'c1', 'new-id', 'c2']);
  });

  it('keeps the place when the cell that was active is gone', () => {
    const { cells, model } = open(2);
    const place = cells.place();
    model.sharedModel.deleteCellRange(1, 3);
    cells.insert(place, 'new-id', '', 's1');
    expect(ids(model)).toEqual(['c0', 'new-id']);
  });

  it('goes to the end where no cell is active', () => {
    const { cells } = open(null);
    expect(cells.place()).toEqual({ below: null, index: 3 });
  });

  it('is one step of undo', () => {
    const { cells, model } = open(0);
    cells.insert(cells.place(), 'new-id', 'print(1)', 's1');
    model.sharedModel.undo();
    expect(ids(model)).toEqual(['c0', 'c1', 'c2']);
  });

  it('refuses a notebook that was closed', () => {
    const { cells, panel } = open(0);
    panel.isDisposed = true;
    expect(() => {
      cells.insert({ below: null, index: 0 }, 'new-id', '', 's1');
    }).toThrow('the notebook was closed meanwhile.');
  });

  it('writes the record into the metadata, and reads its document id back', () => {
    const { cells, model } = open(0);
    expect(cells.docId).toBeNull();
    cells.remember(RECEIPT);
    expect(model.sharedModel.getMetadata('sciassist')).toEqual({
      doc_id: RECEIPT.doc_id,
      log: 'log-1',
      head: RECEIPT.head,
      count: 3
    });
    expect(cells.docId).toBe(RECEIPT.doc_id);
  });

  it('leaves the metadata alone where nothing was recorded', () => {
    const { cells, model } = open(0);
    cells.remember({ ...RECEIPT, head: null });
    expect(model.sharedModel.getMetadata('sciassist')).toBeUndefined();
  });

  it('knows path, kernel and execution counts', () => {
    const { cells } = open(0);
    expect(cells.path).toBe('folder/p.ipynb');
    expect(cells.kernelId).toBe('k1');
    expect(['c0', 'c1', 'gone'].map(id => cells.count(id))).toEqual([
      null,
      7,
      null
    ]);
  });

  it('hands its cells over as notebook JSON', () => {
    expect(open(0).cells.cells()[1]).toEqual({
      id: 'c1',
      cell_type: 'code',
      source: 'x = 1',
      metadata: {},
      execution_count: 7,
      outputs: []
    });
  });
});

describe('budgets', () => {
  const code = (output: IOutput): object =>
    (
      within({
        id: 'a',
        cell_type: 'code',
        source: '',
        metadata: { secret: 1 },
        outputs: [output]
      }) as { outputs: object[] }
    ).outputs[0] ?? {};

  it('cut text outputs', () => {
    expect(
      code({
        output_type: 'stream',
        name: 'stdout',
        text: ['x'.repeat(TEXT), 'y']
      })
    ).toEqual({
      output_type: 'stream',
      name: 'stdout',
      text: 'x'.repeat(TEXT - 1) + '…'
    });
  });

  it('keep the end of a traceback', () => {
    const { traceback } = code({
      output_type: 'error',
      ename: 'KeyError',
      evalue: "'x'",
      traceback: ['a'.repeat(ERROR), 'KeyError: x']
    }) as { traceback: string[] };
    expect(traceback[0]).toHaveLength(ERROR);
    expect(traceback[0]?.endsWith('\nKeyError: x')).toBe(true);
  });

  it('keep plain text and a placeholder for an image, no HTML', () => {
    expect(
      code({
        output_type: 'execute_result',
        execution_count: 3,
        metadata: { big: 1 },
        data: {
          'text/plain': ['a ', 'b'],
          'text/html': '<table>',
          'image/png': PNG
        }
      })
    ).toEqual({
      output_type: 'execute_result',
      execution_count: 3,
      metadata: {},
      data: { 'text/plain': 'a b', 'image/png': '[image/png 640 x 480]' }
    });
  });

  it('leave out a source that is too long, and attachments', () => {
    const source = 'x'.repeat(SOURCE + 1);
    expect(
      within({ id: 'a', cell_type: 'code', source, metadata: {}, outputs: [] })
    ).toMatchObject({ source: '' });
    expect(
      within({
        id: 'b',
        cell_type: 'markdown',
        source: 'text',
        metadata: {},
        attachments: { 'a.png': {} }
      })
    ).toEqual({ id: 'b', cell_type: 'markdown', source: 'text', metadata: {} });
  });

  it('name images of other kinds without a size', () => {
    expect(placeholder('image/svg+xml', '<svg/>')).toBe('[image/svg+xml]');
    expect(placeholder('image/png', 'no png')).toBe('[image/png]');
  });
});
