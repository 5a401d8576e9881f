import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen, within } from '@testing-library/react';
import * as React from 'react';
import { AskLine } from '../ask';
import { Asking } from '../asking';
import type { Ask, IAskingView, IView } from '../tokens';
import { example, fakeActions, suggestion, VIEW } from './fakes';

const trans = nullTranslator.load('jupyter_sciassist');
const ANSWER = { ...example('Answer'), suggestions: [] };

function show(
  asking: Partial<IAskingView>,
  change: Partial<IView> = {}
): ReturnType<typeof fakeActions> {
  const actions = fakeActions();
  const view = { ...VIEW, ...change, asking: { ...VIEW.asking, ...asking } };
  render(<AskLine view={view} actions={actions} trans={trans} />);
  return actions;
}

function line(): HTMLInputElement {
  return screen.getByRole('textbox', { name: 'Ask' });
}

function type(text: string): void {
  fireEvent.change(line(), { target: { value: text } });
}

describe('the line', () => {
  it('sends a question and is empty again', () => {
    const actions = show({});
    type('mean of x');
    fireEvent.submit(line());
    expect(actions.log).toEqual(['ask "mean of x" null']);
    expect(line().value).toBe('');
  });

  it('sends nothing that is empty', () => {
    const actions = show({});
    type('   ');
    fireEvent.submit(line());
    expect(actions.log).toEqual([]);
  });

  it.each<[string, Partial<IAskingView>, Partial<IView>, RegExp]>([
    ['is busy', { busy: true }, {}, /Computing/],
    ['waits for a cell', {}, { waiting: true }, /held by a cell/],
    ['has no kernel', {}, { link: { name: 'none' } }, /need a Python kernel/]
  ])('keeps the question while it %s, and says why', (_, asking, view, why) => {
    const actions = show(asking, view);
    type('mean of x');
    fireEvent.submit(line());
    expect(actions.log).toEqual([]);
    expect(line().value).toBe('mean of x');
    screen.getByText(why);
    expect(
      screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled
    ).toBe(true);
  });

  it('brings back what was asked before', () => {
    show({ history: ['first', 'second'] });
    fireEvent.keyDown(line(), { key: 'ArrowUp' });
    expect(line().value).toBe('second');
    fireEvent.keyDown(line(), { key: 'ArrowUp' });
    fireEvent.keyDown(line(), { key: 'ArrowUp' });
    expect(line().value).toBe('first');
    fireEvent.keyDown(line(), { key: 'ArrowDown' });
    fireEvent.keyDown(line(), { key: 'ArrowDown' });
    expect(line().value).toBe('');
  });
});

describe('the answer', () => {
  it('says value, sentence and that it is verified', () => {
    show({
      question: 'how many?',
      answer: { ...ANSWER, value: 12, unit: null, verified: true }
    });
    const card = screen.getByRole('article', { name: 'Answer to: how many?' });
    within(card).getByText('12');
    within(card).getByText('verified');
    within(card).getByText(ANSWER.text);
    expect(
      within(card).queryByRole('group', { name: 'Read it another way' })
    ).toBeNull();
  });

  it('says where nothing was computed', () => {
    show({ question: 'q', answer: { ...ANSWER, value: null, reading: null } });
    screen.getByText('nothing was computed');
  });

  it('offers the rival readings of one that is not', () => {
    const actions = show({ question: 'q', answer: ANSWER });
    screen.getByText(
      /^unverified: read as mean of body_mass_g.*not read: typical$/
    );
    const [rival] = ANSWER.reading?.rivals ?? [];
    fireEvent.click(
      screen.getByRole('button', { name: rival?.text ?? 'none' })
    );
    expect(actions.log).toEqual([`ask "q" ${JSON.stringify(rival?.request)}`]);
  });

  it('opens the findings that stand in the list', () => {
    const cards = [
      {
        suggestion: suggestion('a'),
        note: 'none' as const,
        recording: false,
        testing: false,
        fault: null,
        doneIn: null
      }
    ];
    const actions = show(
      {
        question: 'q',
        answer: { ...ANSWER, suggestions: [suggestion('a'), suggestion('b')] }
      },
      { cards }
    );
    fireEvent.click(screen.getByRole('button', { name: 'title of a' }));
    expect(actions.log).toEqual(['open "a"']);
    expect(screen.queryByRole('button', { name: 'title of b' })).toBeNull();
    screen.getByText('title of b');
  });

  it('says that the model is reading, and does not change under the pointer', () => {
    const better = { ...ANSWER, text: 'The better answer.' };
    const at = (asking: Partial<IAskingView>): JSX.Element => (
      <AskLine
        view={{ ...VIEW, asking: { ...VIEW.asking, question: 'q', ...asking } }}
        actions={fakeActions()}
        trans={trans}
      />
    );
    const { rerender } = render(at({ answer: ANSWER, consulting: true }));
    screen.getByText('The model is reading the question…');
    fireEvent.pointerEnter(screen.getByRole('log'));
    rerender(at({ answer: better }));
    screen.getByText(ANSWER.text);
    fireEvent.pointerLeave(screen.getByRole('log'));
    screen.getByText('The better answer.');
    expect(screen.queryByText('The model is reading the question…')).toBeNull();
  });

  it('is put away, and comes back with the next one', () => {
    show({ question: 'q', answer: ANSWER });
    fireEvent.click(screen.getByRole('button', { name: 'Close the answer' }));
    expect(screen.queryByRole('article')).toBeNull();
  });

  it('shows a fault with its cure', () => {
    show({ fault: { message: 'No data.', cure: 'Load a table.' } });
    expect(screen.getByRole('alert').textContent).toBe(
      'No data. Load a table.'
    );
  });
});

describe('asking', () => {
  function start(): { asking: Asking; sent: Ask[] } {
    const sent: Ask[] = [];
    return { asking: new Asking(request => sent.push(request)), sent };
  }

  it('takes the answer to its own question', () => {
    const { asking, sent } = start();
    asking.ask(' mean of x ', null);
    expect(sent).toEqual([{ do: 'ask', question: 'mean of x', request: null }]);
    expect(asking.take({ event: 'answer', re: 7, answer: ANSWER })).toBe(false);
    expect(asking.view.answer).toBeNull();
    expect(asking.take({ event: 'answer', re: 1, answer: ANSWER })).toBe(true);
    expect(asking.take({ event: 'done', re: 1, stopped: false })).toBe(true);
    expect(asking.view).toEqual({
      busy: false,
      consulting: false,
      question: 'mean of x',
      answer: ANSWER,
      fault: null,
      history: ['mean of x']
    });
  });

  it('asks one at a time, and again after a stop, an error or a lost kernel', () => {
    const { asking, sent } = start();
    const fault = { message: 'm', cure: 'c' };
    asking.ask('one', null);
    asking.ask('two', null);
    expect(sent).toHaveLength(1);
    expect(asking.take({ event: 'stopped', re: null })).toBe(false);
    asking.ask('two', null);
    // Of a stop that came before it.
    asking.take({ event: 'stopped', re: 1 });
    expect(asking.view.busy).toBe(true);
    asking.take({ event: 'error', re: 2, subject: null, fault });
    asking.take({ event: 'done', re: 2, stopped: false });
    expect(asking.view.fault).toEqual(fault);
    asking.ask('one', null);
    asking.end();
    expect(asking.view.busy).toBe(false);
    expect(asking.view.history).toEqual(['two', 'one']);
  });

  it('lets the next question go first while the model reads', () => {
    const { asking, sent } = start();
    const better = { ...ANSWER, verified: true };
    asking.ask('one', null);
    asking.take({ event: 'answer', re: 1, answer: ANSWER });
    expect(asking.take({ event: 'consulting', re: 1 })).toBe(true);
    expect(asking.view).toMatchObject({ busy: false, consulting: true });
    asking.take({ event: 'answer', re: 1, answer: better });
    expect(asking.view.answer).toEqual(better);
    asking.ask('two', null);
    expect(sent).toHaveLength(2);
    expect(asking.view).toMatchObject({ busy: true, consulting: false });
    expect(asking.take({ event: 'done', re: 1, stopped: true })).toBe(false);
    expect(asking.view.busy).toBe(true);
  });

  it('keeps still without a link', () => {
    const asking = new Asking(() => null);
    asking.ask('one', null);
    expect(asking.view.busy).toBe(false);
  });
});
