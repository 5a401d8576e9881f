import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen, within } from '@testing-library/react';
import * as React from 'react';
import { scale } from '../format';
import { CardList } from '../list';
import type { IEvidence, ISuggestion } from '../records';
import type { ICard, IView } from '../tokens';
import { example, fakeActions, profile, suggestion, VIEW } from './fakes';

const trans = nullTranslator.load('jupyter_sciassist');

function card(id: string, change: Partial<ISuggestion> = {}): ICard {
  return {
    suggestion: suggestion(id, change),
    note: 'none',
    recording: false,
    testing: false,
    fault: null,
    doneIn: null
  };
}

function evidence(change: Partial<IEvidence>): IEvidence {
  return { ...example('Evidence'), ...change };
}

function show(
  cards: readonly ICard[],
  view: Partial<IView> = {}
): ReturnType<typeof fakeActions> {
  const actions = fakeActions();
  render(
    <CardList
      view={{ ...VIEW, variables: [profile('penguins')], ...view, cards }}
      actions={actions}
      trans={trans}
    />
  );
  return actions;
}

function titles(): HTMLElement[] {
  return screen.getAllByRole('button', { name: /title of/ });
}

describe('a card', () => {
  it('shows sentence, effect with interval, q, n and side', () => {
    show([card('a')]);
    const item = within(screen.getByRole('listitem'));
    item.getByText('title of a');
    item.getByText(/Over all rows bill_depth_mm falls/);
    item.getByText('0.493');
    item.getByText('[0.371, 0.599]');
    item.getByRole('img', {
      name: 'partial rank correlation 0.493, 95 % interval [0.371, 0.599]'
    });
    expect(item.getByText('q').parentElement?.textContent).toBe('q < 0.0001');
    expect(item.getByText('n').parentElement?.textContent).toBe('n = 167');
    item.getByText('explore side');
    expect(item.queryByText('not established')).toBeNull();
  });

  it('says what is not established, and why', () => {
    show([
      card('a', { evidence: evidence({ asserted: false, q: 0.3 }) }),
      card('b', { evidence: evidence({ asserted: false, q: 0.01 }) }),
      card('c', { kind: 'caution', evidence: evidence({ asserted: false }) })
    ]);
    expect(
      screen.getAllByText('not established').map(one => one.title)
    ).toEqual([
      'Could be chance: q is above 0.05.',
      'Too few rows, or an assumption does not hold.'
    ]);
  });

  it('says why within the reach of the keyboard, when it is opened', () => {
    const weak = evidence({ asserted: false, q: 0.3, split: 'explore' });
    show([card('a', { evidence: weak })], { opened: 'a' });
    screen.getByText('Not established. Could be chance: q is above 0.05.');
    screen.getByText(/the others are kept to confirm it/);
  });

  it('names its variable where there are several', () => {
    show([card('a')]);
    expect(screen.queryByTitle('The variable that this is about')).toBeNull();
    show([card('b')], { subjects: ['penguins', 'd'] });
    expect(
      screen.getByTitle('The variable that this is about').textContent
    ).toBe('penguins');
  });

  it('marks a note as the model’s, by name', () => {
    show([
      card('a', { note: { text: 'Look at island.', model: 'Qwen' } }),
      { ...card('b'), note: 'awaited' }
    ]);
    expect(screen.getByText('Look at island.').textContent).toBe(
      'Look at island.— note by Qwen'
    );
    screen.getByText('The model is writing a note…');
  });

  it('leads to the cell that already does it', () => {
    const actions = show([
      { ...card('a', { done_in: 'cell-1' }), doneIn: '7' }
    ]);
    fireEvent.click(screen.getByText('done in cell [7]'));
    expect(actions.log).toContain('reveal "cell-1"');
  });

  it('shows the evidence when it is opened', () => {
    show([card('a')], { opened: 'a' });
    const [title] = titles();
    expect(title?.getAttribute('aria-expanded')).toBe('true');
    screen.getByText('partial Spearman rank correlation');
    screen.getByText('0.200 mm per mm [0.160, 0.240]');
    screen.getByText('< 0.0001 among 33 tests');
    screen.getByText('t(164) = 7.31');
    screen.getByText('= 0.012');
    screen.getByText('2 rows with missing values were left out');
    const verdicts = [...document.querySelectorAll('[data-verdict]')];
    expect(verdicts.map(one => one.textContent)).toEqual([
      '≈ weakmonotone relation: a bend near 45 mm; ranks were used',
      '? not checkableindependent rows'
    ]);
    expect(screen.getByText('bill_length_mm').title).toBe(
      'bill_length_mm (mm)\nnumeric, float64\nn 342, missing 2\n164 different values\n' +
        'min: 32.1\nmax: 59.6\nmean: 43.9\nstd: 5.46\nmedian: 44.5'
    );
  });

  it('opens and closes by a click on its title', () => {
    const actions = show([card('a'), card('b')], { opened: 'a' });
    titles().forEach(title => {
      fireEvent.click(title);
    });
    expect(actions.log.filter(line => line.startsWith('open'))).toEqual([
      'open null',
      'open "b"'
    ]);
  });

  it('shows its code on a click', () => {
    show([card('a')]);
    expect(screen.queryByLabelText('Code of the suggestion')).toBeNull();
    fireEvent.click(screen.getByText('Show code'));
    expect(screen.getByLabelText('Code of the suggestion').textContent).toBe(
      example('Suggestion').code
    );
    fireEvent.click(screen.getByText('Hide code'));
    expect(screen.queryByLabelText('Code of the suggestion')).toBeNull();
  });

  const tested = { confirmation: example('Confirmation') };
  const all: readonly [string, Partial<ICard>, Partial<ISuggestion>, string][] =
    [
      ['proposed', {}, {}, 'Accept | Reject | Confirm'],
      ['no code', {}, { code: '' }, 'Reject | Confirm'],
      [
        'on its way to the record',
        { recording: true },
        {},
        '(Recording…) | (Reject) | Confirm'
      ],
      ['under test', { testing: true }, {}, 'Accept | Reject | (Testing…)'],
      [
        'accepted',
        {},
        { status: 'accepted' },
        '(Accepted) | (Reject) | Confirm'
      ],
      [
        'accepted, then tested',
        {},
        { status: 'accepted', ...tested },
        '(Accepted) | (Reject) | (Tested)'
      ],
      ['rejected', {}, { status: 'rejected' }, 'Accept | (Rejected) | Confirm'],
      ...(['supported', 'refuted', 'inconclusive'] as const).map(
        status =>
          [
            status,
            {},
            { status, ...tested },
            'Accept | Reject | (Tested)'
          ] as const satisfies [
            string,
            Partial<ICard>,
            Partial<ISuggestion>,
            string
          ]
      )
    ];

  it.each(all)(
    '%s: offers what is still to be done',
    (_, more, change, said) => {
      const actions = show([{ ...card('a', change), ...more }]);
      const buttons = within(screen.getByRole('listitem'))
        .getAllByRole('button', {
          name: /Accept|Reject|Recording|Confirm|Test/
        })
        .filter(one => one.className.includes('jp-sciassist-button'));
      const off = (one: HTMLElement): boolean =>
        one.getAttribute('aria-disabled') === 'true';
      expect(
        buttons
          .map(one => {
            const text = one.textContent ?? '';
            return off(one) ? `(${text})` : text;
          })
          .join(' | ')
      ).toBe(said);
      for (const one of buttons) {
        one.focus();
        expect(document.activeElement).toBe(one);
        expect(one.title).not.toBe('');
        fireEvent.click(one);
      }
      const pressed = actions.log.filter(line => !line.startsWith('hold'));
      expect(pressed).toHaveLength(buttons.filter(one => !off(one)).length);
    }
  );

  it('reads a failure out, with the cure', () => {
    show([
      {
        ...card('a'),
        fault: { message: 'The disk is full.', cure: 'Run `df`.' }
      }
    ]);
    expect(screen.getByRole('alert').textContent).toBe(
      'The disk is full. Run df.'
    );
    expect(screen.getByText('df').tagName).toBe('CODE');
  });
});

describe('the list', () => {
  it('accepts and rejects by key, from anywhere in the card', () => {
    const actions = show([card('a'), card('b')]);
    const [first, second] = titles();
    fireEvent.keyDown(first as HTMLElement, { key: 'a' });
    fireEvent.keyDown(second as HTMLElement, { key: 'R' });
    fireEvent.keyDown(second as HTMLElement, { key: 'a', ctrlKey: true });
    expect(actions.log.filter(line => !line.startsWith('hold'))).toEqual([
      'accept "a"',
      'reject "b"'
    ]);
  });

  it('goes from card to card by arrow keys', () => {
    show([card('a'), card('b'), card('c')]);
    const [a, b, c] = titles() as [HTMLElement, HTMLElement, HTMLElement];
    const press = (key: string): Element | null => {
      fireEvent.keyDown(document.activeElement ?? document.body, { key });
      return document.activeElement;
    };
    a.focus();
    expect(press('ArrowDown')).toBe(b);
    expect(press('ArrowDown')).toBe(c);
    expect(press('ArrowDown')).toBe(c);
    expect(press('ArrowUp')).toBe(b);
    expect(press('Home')).toBe(a);
    expect(press('End')).toBe(c);
  });

  it('is in use while pointer or focus is inside', () => {
    const actions = show([card('a')]);
    const list = screen.getByRole('list', { name: 'Suggestions' });
    const [title] = titles() as [HTMLElement];
    fireEvent.pointerEnter(list);
    fireEvent.focus(title);
    fireEvent.pointerLeave(list);
    fireEvent.blur(title, { relatedTarget: document.body });
    expect(actions.log).toEqual([
      'hold true',
      'hold true',
      'hold true',
      'hold false'
    ]);
  });
});

describe('the plot', () => {
  const effect = (name: string, value: number, low: number, high: number) =>
    scale({ name, value, low, high });

  it('puts no effect in the middle and effects up to one on one scale', () => {
    expect(effect('rho', 0.5, 0, 1)).toEqual({
      value: 0.75,
      low: 0.5,
      high: 1,
      zero: 0.5
    });
  });

  it('widens for larger effects', () => {
    const places = effect("Hedges' g", -2, -3, -1);
    expect(places?.zero).toBe(0.5);
    expect(places?.low).toBeCloseTo(0.5 - 3 / 6.6);
  });

  it('starts at the left where an effect cannot be negative', () => {
    expect(effect('omega squared', 0.5, 0.25, 0.75)).toEqual({
      value: 0.5,
      low: 0.25,
      high: 0.75,
      zero: 0
    });
  });

  it('lays ratios out by their logarithm', () => {
    const places = effect('odds ratio', 2, 1, 4);
    expect(places?.zero).toBe(places?.low);
    expect(effect('odds ratio', 0, 0, 1)).toBeNull();
  });
});

describe('confirm', () => {
  const made = example('Confirmation');

  it('is offered for a hypothesis of the explore side', () => {
    const actions = show([card('a')]);
    fireEvent.click(screen.getByRole('button', { name: 'Confirm' }));
    const [title] = titles();
    fireEvent.keyDown(title as HTMLElement, { key: 'c' });
    expect(actions.log).toContain('confirm "a"');
    expect(actions.log.filter(one => one === 'confirm "a"')).toHaveLength(2);
  });

  it.each([
    [
      'all rows were seen',
      { evidence: evidence({ split: 'all' }) },
      /new rows/
    ],
    ['it was tested', { confirmation: made }, /tested once/]
  ])('is off where %s, and says why', (_, change, reason) => {
    show([card('a', change)]);
    const button = screen.getByRole('button', { name: /^(Confirm|Tested)$/ });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button.title).toMatch(reason);
  });

  it('is not offered where nothing is claimed', () => {
    show([card('a', { kind: 'caution', hypothesis: null })]);
    expect(screen.queryByRole('button', { name: 'Confirm' })).toBeNull();
  });

  it.each(['supported', 'refuted', 'inconclusive'] as const)(
    'shows %s with its numbers',
    outcome => {
      show([
        card('a', { status: outcome, confirmation: { ...made, outcome } })
      ]);
      const line = screen.getByText(outcome, {
        selector: 'strong'
      }).parentElement;
      expect(line?.textContent).toContain('0.493 [0.371, 0.599]');
      expect(line?.textContent).toContain('p < 0.0001');
      expect(line?.textContent).toContain('n = 167');
      expect(line?.textContent).toContain('confirm side');
    }
  );
});
