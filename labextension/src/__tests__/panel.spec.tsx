import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';
import { Content } from '../panel';
import type { IView } from '../tokens';
import { fakeActions, profile, READY, suggestion, VIEW } from './fakes';

const trans = nullTranslator.load('jupyter_sciassist');

function show(change: Partial<IView>): ReturnType<typeof fakeActions> {
  const actions = fakeActions();
  render(
    <Content
      view={{ ...VIEW, ...change }}
      actions={actions}
      openLog={() => {
        actions.log.push('openLog');
      }}
      openStatus={() => {
        actions.log.push('openStatus');
      }}
      trans={trans}
    />
  );
  return actions;
}

const FAR = { host: 'gpu01:8000', local: false, encrypted: true };

const CARDS: Partial<IView> = {
  total: 1,
  subjects: ['penguins'],
  cards: [
    {
      suggestion: suggestion('a'),
      note: 'none',
      recording: false,
      testing: false,
      fault: null,
      doneIn: null
    }
  ]
};

describe('states', () => {
  it.each<[string, Partial<IView>, string]>([
    ['no kernel', { link: { name: 'none' }, hasKernel: false }, 'No kernel'],
    [
      'another language',
      { link: { name: 'language', language: 'R' } },
      'A kernel for R'
    ],
    ['no data', { variables: [] }, 'No data yet'],
    ['nothing to suggest', { variables: [profile('x')] }, 'Nothing to suggest'],
    ['all filtered', { total: 3 }, 'Nothing of this kind'],
    ['a dead kernel', { link: { name: 'dead' } }, 'The kernel died'],
    [
      'a lost connection',
      { link: { name: 'disconnected' } },
      'The connection to the kernel is lost'
    ]
  ])('%s', (_, change, title) => {
    show(change);
    screen.getByRole('heading', { name: title });
  });

  it.each<[string, Partial<IView>, string]>([
    [
      'a session that is not ready',
      { link: { name: 'none' }, hasKernel: null },
      'Reaching the kernel…'
    ],
    ['reaching', { link: { name: 'starting' } }, 'Reaching the kernel…'],
    [
      'busy kernel',
      { link: { name: 'waiting' } },
      'Waiting for the kernel: a cell is running.'
    ],
    [
      'held kernel',
      { waiting: true },
      'Waiting for the kernel: a cell holds it.'
    ],
    ['working', { working: true }, 'Reading the data…'],
    [
      'progress',
      { working: true, progress: { subject: 'x', done: 1, total: 4 } },
      'Working on x…'
    ],
    ['cards', CARDS, '1 suggestion'],
    ['filtered cards', { ...CARDS, total: 4 }, '1 of 4 suggestions']
  ])('status: %s', (_, change, text) => {
    show(change);
    expect(screen.getByRole('status').textContent).toBe(text);
  });

  it('a kernel without the package: the cure in one line, and once more', () => {
    const actions = show({ link: { name: 'missing', detail: 'No module' } });
    screen.getByText('%pip install jupyter_sciassist');
    screen.getByText('Copy');
    fireEvent.click(screen.getByText('Try again'));
    expect(actions.log).toContain('refresh');
  });

  it('a failure: message, cure and once more', () => {
    const fault = { message: 'It failed.', cure: 'Restart it.' };
    const actions = show({ link: { name: 'failed', fault } });
    expect(screen.getByRole('alert').textContent).toBe(
      'It failed. Restart it.Try again'
    );
    fireEvent.click(screen.getByText('Try again'));
    expect(actions.log).toContain('refresh');
  });

  it('reading by itself turned off', () => {
    const actions = show({
      link: { name: 'none' },
      settings: { ...VIEW.settings, auto: false }
    });
    fireEvent.click(screen.getByText('Read the data'));
    expect(actions.log).toContain('refresh');
  });

  it('banners for the record and the server stand beside the cards', () => {
    show({
      ...CARDS,
      warning: { message: 'The record does not verify.', cure: '' },
      serverFault: { message: 'The Jupyter server does not answer.', cure: '' }
    });
    expect(screen.getAllByRole('alert').map(one => one.textContent)).toEqual([
      'The record does not verify.',
      'The Jupyter server does not answer.'
    ]);
    screen.getByText('title of a');
  });
});

describe('header and footer', () => {
  it('list the variables with kind and shape; each opens its columns', () => {
    show({ variables: [profile('penguins')] });
    const button = screen.getByRole('button', { name: /penguins/ });
    expect(button.textContent).toBe('penguinstable344 × 8');
    fireEvent.click(button);
    expect(screen.getAllByRole('row').map(row => row.textContent)).toEqual([
      'ColumnRoleMissing',
      'speciescategory',
      'bill_length_mm (mm)numeric2'
    ]);
  });

  it('filter by variable and kind', () => {
    const actions = show(CARDS);
    fireEvent.change(screen.getByLabelText('Variable'), {
      target: { value: 'penguins' }
    });
    fireEvent.change(screen.getByLabelText('Kind'), {
      target: { value: 'caution' }
    });
    expect(actions.log).toContain('filter {"variable":"penguins","kind":null}');
    expect(actions.log).toContain('filter {"variable":null,"kind":"caution"}');
  });

  it('refresh, and stop only while working', () => {
    const actions = show({ working: true });
    fireEvent.click(screen.getByLabelText('Refresh'));
    fireEvent.click(screen.getByLabelText('Stop'));
    expect(actions.log).toEqual(['refresh', 'stop']);
  });

  it('cannot stop what does not work', () => {
    show({ working: false });
    expect(screen.getByLabelText('Stop').matches(':disabled')).toBe(true);
  });

  it('offer what is held back', () => {
    const actions = show({ ...CARDS, held: 3 });
    fireEvent.click(screen.getByText('3 changes: show'));
    expect(actions.log).toContain('reorder');
  });

  it('show the ledger line', () => {
    show({});
    expect(document.querySelector('.jp-sciassist-ledger')?.textContent).toBe(
      '33 tests counted: penguins · 2 decisions · head 01234567'
    );
  });

  it('lead from the number of decisions to the log', () => {
    const actions = show({});
    const name = '2 decisions. Open the provenance log';
    const link = screen.getByRole('button', { name });
    expect(link.title).toContain('It holds 7 records');
    fireEvent.click(link);
    expect(actions.log).toEqual(['openLog']);
  });

  it('lead nowhere where nothing is on record', () => {
    show({ ledger: { ...VIEW.ledger, records: 0, decisions: 0, head: null } });
    expect(document.querySelector('.jp-sciassist-ledger')?.textContent).toBe(
      '33 tests counted: penguins · 0 decisions'
    );
    expect(screen.queryByRole('button', { name: /provenance log/ })).toBeNull();
  });

  it.each<[string, Partial<IView>, string]>([
    [
      'none',
      {
        model: {
          id: null,
          name: null,
          state: 'absent',
          detail: 'Run jupyter sciassist model fetch.',
          endpoint: null,
          window: null,
          needs: null
        },
        modelFault: { message: 'No model.', cure: 'Fetch one.' }
      },
      'Model: none, so no notes. Run jupyter sciassist model fetch.'
    ],
    ['ready', { model: READY }, 'Model: Qwen'],
    [
      'at another machine',
      { model: { ...READY, endpoint: FAR } },
      'Model: Qwen at gpu01:8000 (what it is asked leaves this machine)'
    ],
    [
      'at another machine, in the clear',
      {
        model: {
          ...READY,
          state: 'idle',
          endpoint: { ...FAR, encrypted: false }
        }
      },
      'Model: Qwen at gpu01:8000 (what it is asked leaves this machine, not encrypted), asked on first use'
    ],
    [
      'at this machine, with less than was hoped for',
      {
        model: {
          ...READY,
          name: null,
          detail: 'It ranks nothing.',
          endpoint: { ...FAR, host: 'localhost:1', local: true }
        }
      },
      'Model: the one at localhost:1 (this machine). It ranks nothing.'
    ],
    [
      'failed once',
      {
        model: READY,
        modelFault: { message: 'The worker died.', cure: 'Refresh.' }
      },
      'Model: The worker died. Refresh.'
    ],
    [
      'turned off',
      { settings: { ...VIEW.settings, notes: false } },
      'Model: turned off in the settings'
    ]
  ])('say how the model is: %s', (_, change, text) => {
    show(change);
    screen.getByText(text);
  });

  it('lead from the model to the status', () => {
    const actions = show({ model: READY });
    const entry = screen.getByRole('button', {
      name: 'Model: Qwen. Open the status'
    });
    expect(entry.textContent).toBe('Model: Qwen');
    fireEvent.click(entry);
    expect(actions.log).toEqual(['openStatus']);
  });

  it('take the name for the record', () => {
    const actions = show({});
    const field = screen.getByLabelText('On record as');
    fireEvent.change(field, { target: { value: ' 0000-0002-1825-0097 ' } });
    fireEvent.blur(field);
    expect(actions.log).toContain('setName "0000-0002-1825-0097"');
  });
});
