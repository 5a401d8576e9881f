import type { Cell, ICellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookModel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { PanelLayout, Widget } from '@lumino/widgets';
import { readFileSync } from 'fs';
import { join } from 'path';
import { stateByHand } from '../badges';
import { BadgeFollower } from '../badges/follower';
import { LogReader } from '../badges/reader';
import type { IProfile } from '../records';
import { profile, WIRE } from './fakes';

interface ITable {
  readonly lines: readonly string[];
  readonly acceptances: readonly { id: string; suggested: string | null }[];
}

const TABLE = JSON.parse(
  readFileSync(join(WIRE, 'badges.json'), 'utf-8')
) as ITable;
/** The log up to the first acceptance: of CODE, into the cell c0. */
const LOG = TABLE.lines.slice(0, 3).join('\n') + '\n';
const FIRST = TABLE.acceptances[0]?.id ?? '';
const CODE = TABLE.acceptances[0]?.suggested ?? '';
const NAMES = { ids: ['0000000000000000'] };
const trans = nullTranslator.load('jupyter_sciassist');

beforeAll(() => {
  // @jupyter/ydoc fills its cells before they are in a document, and yjs warns of each.
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** What the page's promises and timers bring, up to that time. */
async function settle(milliseconds = 0): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    await Promise.resolve();
  }
  await jest.advanceTimersByTimeAsync(milliseconds);
}

class FakeCell extends Widget {
  constructor(
    readonly model: ICellModel,
    readonly ready: Promise<void>
  ) {
    super();
    const layout = new PanelLayout();
    layout.addWidget(new Widget());
    layout.addWidget(new Widget());
    this.layout = layout;
  }
}

/** A contents manager with one file, or one error. */
class FakeContents {
  text: string | null = LOG;
  error: Error | null = null;
  modified = 1;
  asked: string[] = [];
  readonly fileChanged = new Signal<this, Contents.IChangedArgs>(this);

  async get(path: string): Promise<Partial<Contents.IModel>> {
    this.asked.push(`${path} stat`);
    return {
      last_modified: String(this.modified),
      size: this._there().length
    };
  }

  readonly read = async (path: string): Promise<string> => {
    this.asked.push(`${path} text`);
    return this._there();
  };

  private _there(): string {
    if (this.error !== null) {
      throw this.error;
    }
    if (this.text === null) {
      throw refused(404);
    }
    return this.text;
  }
}

function refused(status: number): ServerConnection.ResponseError {
  return new ServerConnection.ResponseError({ status } as Response, 'refused');
}

interface IStage {
  readonly model: NotebookModel;
  readonly contents: FakeContents;
  readonly follower: BadgeFollower;
  readonly cells: () => FakeCell[];
  readonly opened: string[];
  readonly options: {
    everyCell: boolean;
    opens: boolean;
    profiles: IProfile[];
  };
  texts(): (string | null)[];
}

function open(
  cells: readonly {
    id: string;
    source: string;
    mark?: Record<string, string[]>;
  }[],
  contents = new FakeContents(),
  ready: Promise<void> = Promise.resolve()
): IStage {
  const model = new NotebookModel();
  model.fromJSON({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map(({ id, source, mark }) => ({
      id,
      cell_type: 'code',
      source,
      metadata: mark === undefined ? {} : { sciassist: mark },
      outputs: [],
      execution_count: null
    }))
  });
  const widgets = new Map<string, FakeCell>();
  const shown = (): FakeCell[] =>
    [...model.cells].map(cell => {
      const known = widgets.get(cell.id) ?? new FakeCell(cell, ready);
      widgets.set(cell.id, known);
      return known;
    });
  const content = {
    model,
    isDisposed: false,
    get widgets() {
      return shown();
    },
    isSelectedOrActive: () => true
  };
  const panel = {
    content,
    disposed: new Signal<object, void>({}),
    context: {
      path: 'folder/p.ipynb',
      ready: Promise.resolve(),
      pathChanged: new Signal<object, string>({})
    }
  } as unknown as NotebookPanel;
  const opened: string[] = [];
  const options = { everyCell: false, opens: true, profiles: [] as IProfile[] };
  const follower = new BadgeFollower(panel, {
    contents: contents as unknown as Contents.IManager,
    text: contents.read,
    exists: async () => contents.text !== null,
    everyCell: () => options.everyCell,
    open: () =>
      options.opens
        ? (path, record) => {
            opened.push(`${path} ${record}`);
          }
        : null,
    profiles: () => options.profiles,
    trans
  });
  return {
    model,
    contents,
    follower,
    cells: shown,
    opened,
    options,
    texts: () => shown().map(cell => badge(cell)?.textContent ?? null)
  };
}

function badge(cell: FakeCell | undefined): HTMLElement | null {
  return cell?.node.querySelector('.jp-sciassist-provenance-mark') ?? null;
}

function tip(cell: FakeCell | undefined): string[] {
  badge(cell)?.dispatchEvent(new Event('pointerenter'));
  return badge(cell)?.title.split('\n') ?? [];
}

const MARKED = { id: 'c0', source: CODE, mark: NAMES };
const OWN = { id: 'own', source: 'own = 1' };

describe('BadgeFollower', () => {
  it('puts a badge between the header and the input, where there is something to say', async () => {
    const stage = open([OWN, MARKED]);
    await settle();
    expect(stage.texts()).toEqual([null, 'AI verbatim']);
    const layout = stage.cells()[1]?.layout as PanelLayout;
    expect(layout.widgets[1]?.hasClass('jp-sciassist-provenance')).toBe(true);
    expect(badge(stage.cells()[1])?.getAttribute('aria-label')).toBe(
      'AI verbatim. Open its record'
    );
    badge(stage.cells()[1])?.click();
    expect(stage.opened).toEqual([`folder/p.ipynb.prov.jsonl ${FIRST}`]);
  });

  it('waits for a cell that is not drawn yet', async () => {
    let draw = (): void => undefined;
    const ready = new Promise<void>(resolve => {
      draw = resolve;
    });
    const stage = open([MARKED], new FakeContents(), ready);
    await settle();
    expect(stage.texts()).toEqual([null]);
    draw();
    await settle();
    expect(stage.texts()).toEqual(['AI verbatim']);
  });

  it('follows what is typed, once the typing pauses, and keeps its button', async () => {
    const stage = open([MARKED]);
    await settle();
    const before = badge(stage.cells()[0]);
    const cell = stage.model.cells.get(0);
    cell.sharedModel.setSource(`${CODE}z`);
    await settle(200);
    cell.sharedModel.setSource(`${CODE}z = 3`);
    await settle(200);
    expect(stage.texts()).toEqual(['AI verbatim']);
    await settle(60);
    expect(stage.texts()).toEqual(['AI edited 14 %']);
    expect(badge(stage.cells()[0])).toBe(before);
  });

  it('does without a log, and asks the server before it asks for the file', async () => {
    const contents = new FakeContents();
    contents.text = null;
    const stage = open([OWN], contents);
    await settle();
    expect(stage.texts()).toEqual([null]);
    expect(contents.asked).toEqual([]);
    stage.options.everyCell = true;
    stage.follower.refresh();
    await settle();
    expect(stage.texts()).toEqual(['unknown']);
    expect(badge(stage.cells()[0])?.tagName).toBe('SPAN');
    stage.options.everyCell = false;
    stage.follower.refresh();
    await settle();
    expect(stage.texts()).toEqual([null]);
  });

  it('finds the cells of a notebook that lost its marks', async () => {
    const stage = open([{ id: 'c0', source: CODE }]);
    await settle();
    expect(stage.texts()).toEqual(['AI verbatim']);
  });

  it('reads the log again when the notebook names another head, and only then', async () => {
    const contents = new FakeContents();
    contents.text = null;
    const stage = open([MARKED], contents);
    await settle();
    expect(stage.texts()).toEqual(['record missing']);
    contents.text = LOG;
    stage.model.setMetadata('sciassist', { head: 'h' });
    await settle();
    expect(stage.texts()).toEqual(['AI verbatim']);
    const before = contents.asked.length;
    stage.follower.look();
    await settle();
    expect(contents.asked.slice(before)).toEqual([
      'folder/p.ipynb.prov.jsonl stat'
    ]);
    contents.text = null;
    contents.fileChanged.emit({
      type: 'delete',
      oldValue: { path: 'folder/p.ipynb.prov.jsonl' },
      newValue: null
    });
    await settle();
    expect(stage.texts()).toEqual(['record missing']);
  });

  it('does not call missing what could not be read', async () => {
    const contents = new FakeContents();
    contents.error = new Error('the disk sleeps');
    const stage = open([MARKED], contents);
    await settle();
    expect(stage.texts()).toEqual(['unknown']);
    expect(tip(stage.cells()[0])).toEqual([
      'The record could not be read: the disk sleeps'
    ]);
  });

  it('reads the whole lines of a damaged log', async () => {
    const contents = new FakeContents();
    contents.text = `\ufffd\n${LOG}\ufffd`;
    const stage = open([MARKED], contents);
    await settle();
    expect(stage.texts()).toEqual(['AI verbatim']);
  });

  it('has nothing to press where nothing opens records, until something does', async () => {
    const stage = open([MARKED]);
    stage.options.opens = false;
    await settle();
    expect(badge(stage.cells()[0])?.tagName).toBe('SPAN');
    stage.options.opens = true;
    stage.follower.refresh();
    await settle();
    expect(badge(stage.cells()[0])?.tagName).toBe('BUTTON');
  });

  it('tells the data that it finds in the kernel when it is asked', async () => {
    const stage = open([MARKED]);
    await settle();
    expect(tip(stage.cells()[0])).toEqual([
      'card 0',
      expect.stringMatching(/^Accepted on 2026-\d\d-\d\d by Ada$/),
      'Outputs: none',
      'Data: not checkable, the kernel does not show it',
      'By folder/p.ipynb.prov.jsonl, which is not verified here'
    ]);
    const print = {
      algo: 'sciassist-fp/1',
      digest: '9f'.repeat(32),
      coverage: 'full'
    } as const;
    stage.options.profiles = [{ ...profile('penguins'), fingerprint: print }];
    expect(tip(stage.cells()[0])).toContain('Data: unchanged in the kernel');
    stage.options.profiles = [
      { ...profile('penguins'), fingerprint: { ...print, digest: '00' } }
    ];
    expect(tip(stage.cells()[0])).toContain(
      'Data: changed since, so the recorded evidence is stale'
    );
  });

  it('does nothing more once its panel is gone', async () => {
    const stage = open([MARKED]);
    stage.follower.dispose();
    await settle(1000);
    expect(stage.texts()).toEqual([null]);
    expect(stage.contents.asked).toEqual([]);
  });
});

describe('stateByHand', () => {
  it('marks the text of the chosen cells, a second time unmarks it', async () => {
    const stage = open([OWN, MARKED]);
    const panel = {
      content: {
        widgets: stage.cells() as unknown as Cell[],
        isSelectedOrActive: (cell: Cell) => cell.model.id === 'own'
      }
    } as unknown as NotebookPanel;
    stateByHand(panel);
    await settle();
    expect(stage.texts()).toEqual(['human', 'AI verbatim']);
    stage.model.cells.get(0).sharedModel.setSource('own = 2');
    await settle(300);
    // Stated of another text; the badge stays, so that nothing moves while somebody types.
    expect(stage.texts()).toEqual(['unknown', 'AI verbatim']);
    stateByHand(panel);
    stateByHand(panel);
    await settle();
    expect(stage.texts()).toEqual([null, 'AI verbatim']);
    expect(stage.model.cells.get(0).getMetadata('sciassist')).toBeUndefined();
    expect(stage.model.cells.get(1).getMetadata('sciassist')).toEqual(NAMES);
  });
});

describe('LogReader', () => {
  it('takes a collaborative path for that of the file', async () => {
    const contents = new FakeContents();
    const reader = new LogReader(
      contents as unknown as Contents.IManager,
      contents.read,
      async () => true
    );
    expect(await reader.look('RTC:p.ipynb', true)).toBe(true);
    expect(contents.asked).toEqual([
      'p.ipynb.prov.jsonl stat',
      'p.ipynb.prov.jsonl text'
    ]);
    contents.modified = 2;
    expect(await reader.look('p.ipynb', true)).toBe(true);
    expect(await reader.look('p.ipynb', true)).toBe(false);
  });
});
