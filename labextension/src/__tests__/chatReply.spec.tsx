import { fireEvent, render, screen, within } from '@testing-library/react';
import * as React from 'react';
import type { IDraft, IReply } from '../chat/records';
import type { IAnswer, IReading } from '../records';
import { Reply } from '../chat/reply';
import type { IChatView } from '../chat/tokens';
import { CHAT_VIEW, chatExample, replyOf, trans } from './fakeChat';
import { suggestion, VIEW } from './fakes';

const EXAMPLE = chatExample('Reply');
const DRAFT = chatExample('Draft');

function show(
  reply: IReply,
  change: Partial<IChatView> = {},
  state: { writing?: boolean; stopped?: boolean } = {}
): { log: string[]; node: HTMLElement } {
  const log: string[] = [];
  const message = { ...chatExample('Message'), reply };
  const { container } = render(
    <Reply
      message={{ ...message, stopped: state.stopped ?? false }}
      reply={reply}
      writing={state.writing ?? false}
      view={{ ...CHAT_VIEW, ...change }}
      actions={{
        insert: async ({ id }) => {
          log.push(`insert ${id}`);
        },
        choose: (id, { text }) => {
          log.push(`choose ${id} ${text}`);
        }
      }}
      places={{
        card: id => log.push(`card ${id}`),
        cell: id => log.push(`cell ${id}`)
      }}
      trans={trans}
    />
  );
  return { log, node: container };
}

/** A panel that shows the card that the example rests on. */
function withCard(): Partial<IChatView> {
  const [source] = EXAMPLE.sources;
  const card = {
    suggestion: suggestion(source?.suggestion ?? ''),
    note: 'none' as const,
    recording: false,
    testing: false,
    fault: null,
    doneIn: null
  };
  return { assistant: { ...VIEW, cards: [card] } };
}

function drafted(change: Partial<IDraft>): IReply {
  return { ...EXAMPLE, draft: { ...DRAFT, ...change } };
}

describe('numbers and names', () => {
  it('say by pointer and by focus how they were computed', () => {
    show(EXAMPLE);
    const number = screen.getByRole('link', { name: '4201.75' });
    const told = document.getElementById(
      number.getAttribute('aria-describedby') ?? ''
    );
    expect(told?.textContent).toBe(EXAMPLE.sources[0]?.told);
    expect(told?.dataset['shown']).toBe('false');
    fireEvent.focus(number);
    expect(told?.dataset['shown']).toBe('true');
    fireEvent.keyDown(number, { key: 'Escape' });
    expect(told?.dataset['shown']).toBe('false');
    fireEvent.pointerEnter(number.parentElement as Element);
    expect(told?.dataset['shown']).toBe('true');
    fireEvent.blur(number);
    expect(told?.dataset['shown']).toBe('false');
    expect(number.tabIndex).toBe(0);
  });

  it('lead to the card, or to the cell', () => {
    const { log } = show(EXAMPLE, withCard());
    const number = screen.getByRole('link', { name: '4201.75' });
    fireEvent.click(number);
    fireEvent.keyDown(number, { key: 'Enter' });
    fireEvent.click(screen.getByRole('link', { name: '342' }));
    const id = EXAMPLE.sources[0]?.suggestion;
    expect(log).toEqual([`card ${id}`, `card ${id}`, 'cell e7fe5bb4']);
  });

  it('that match nothing are struck, and said so in words', () => {
    show(EXAMPLE);
    const struck = screen.getByText('5100', { selector: 's' });
    expect(struck.tagName).toBe('S');
    within(struck.parentElement as HTMLElement).getByText('not verified');
    expect(screen.queryByRole('link', { name: '5100' })).toBeNull();
  });

  it('that are struck say why behind one stop for the keyboard', () => {
    const run = { standing: 'unverified', source: null } as const;
    const runs = ['5100', 'heavier', '5100'].map(text => ({ ...run, text }));
    const { node } = show(replyOf('', { blocks: [{ kind: 'comment', runs }] }));
    const stops = node.querySelectorAll('summary, a, button, [tabindex="0"]');
    expect([...stops].map(one => one.textContent)).toEqual([
      '3 parts are not verified: why'
    ]);
    const reason = node.querySelector('s')?.getAttribute('aria-describedby');
    const told = document.getElementById(reason ?? '');
    expect(told?.textContent).toMatch(/not computed from your data/);
    expect(told?.closest('details')?.querySelectorAll('li')).toHaveLength(2);
  });
});

describe('text', () => {
  it.each([
    '<img src="http://evil.example/x.png">',
    '![x](http://evil.example/x.png)',
    '<script>alert(1)</script>',
    '[click](http://evil.example)'
  ])('stays text: %s', text => {
    const reply = replyOf(text, {
      draft: {
        ...DRAFT,
        suggestion: { ...DRAFT.suggestion, title: text, code: text },
        trial: { ...DRAFT.trial, told: text, output: text },
        dangers: [{ line: 1, call: text, told: text }]
      }
    });
    const { node } = show(reply);
    expect(screen.getAllByText(text).length).toBeGreaterThan(2);
    expect(node.querySelector('img, script, a, iframe')).toBeNull();
  });
});

describe('on what it rests', () => {
  it.each([
    ['computed', /computed from your data/],
    ['general', /general knowledge, not from your data/]
  ] as const)('%s', (basis, words) => {
    show(replyOf('text', { basis }));
    screen.getByText(words);
  });

  it('a reading that may not be what was asked is no computed answer', () => {
    const answer = EXAMPLE.answer as IAnswer;
    const reading = { ...(answer.reading as IReading), text: 'number of rows' };
    const asked = { ...reading, unread: ['patients', 'died'] };
    const { log, node } = show(
      replyOf('138', {
        basis: 'unverified',
        answer: { ...answer, verified: false, reading: asked }
      })
    );
    const label = node.querySelector('.jp-sciassist-basis')?.textContent;
    expect(label).toBe(
      '? computed, but read as “number of rows” — not read: patients, died. Is this what you meant?'
    );
    expect(node.textContent).not.toContain('✓');
    fireEvent.click(
      screen.getByRole('button', { name: 'Yes, that: number of rows' })
    );
    expect(log).toEqual([
      expect.stringMatching(/^choose [-\w]+ number of rows$/)
    ]);
  });

  it('a comment is called the model’s', () => {
    const { node } = show(EXAMPLE);
    const comment = node.querySelector('.jp-sciassist-comment');
    expect(comment?.textContent).toContain('comment by the model');
    expect(comment?.textContent).toContain('heavier');
  });

  it('says what was left out and that it was stopped', () => {
    show(EXAMPLE, {}, { stopped: true });
    screen.getByText(/2 earlier messages were left out/);
    screen.getByText('Stopped.');
  });

  it('offers the other readings, but not while another answer comes', () => {
    const { log } = show(EXAMPLE);
    const group = screen.getByRole('group', { name: 'Read it another way' });
    const [, rival] = within(group).getAllByRole('button');
    fireEvent.click(rival as Element);
    const { id } = chatExample('Message');
    expect(log).toEqual([`choose ${id} ${rival?.textContent}`]);
  });

  it('is not read out while it grows', () => {
    const { node } = show(EXAMPLE, {}, { writing: true });
    const reply = node.querySelector('.jp-sciassist-reply');
    expect(reply?.getAttribute('aria-live')).toBe('off');
    expect(reply?.getAttribute('aria-busy')).toBe('true');
  });
});

describe('findings', () => {
  const evidence = suggestion('e').evidence;
  const weak = evidence && { ...evidence, asserted: false };
  it.each([
    ['caution', 0],
    ['hypothesis', 1]
  ] as const)('%s: only a claim can be not established', (kind, count) => {
    const card = { ...suggestion('e'), kind, evidence: weak };
    show(replyOf('text', { suggestions: [card] }));
    expect(screen.queryAllByText('(not established)')).toHaveLength(count);
  });
});

describe('drafted code', () => {
  it.each([
    ['ran', '✓'],
    ['failed', '✗'],
    ['not run', '○']
  ] as const)('%s: in words and with a sign', (state, sign) => {
    const trial = { ...DRAFT.trial, state, told: 'What came of it.' };
    const { node } = show(drafted({ trial }));
    const told = node.querySelector('.jp-sciassist-trial p')?.textContent;
    expect(told).toContain(`${sign} ${state}`);
    expect(told).toContain('What came of it.');
  });

  it('is shown once, with its dangers by line', () => {
    const { node } = show(drafted({}));
    expect(
      node.querySelectorAll('pre[aria-label="Drafted code"]')
    ).toHaveLength(1);
    expect(node.querySelector('pre[aria-label="Code"]')).toBeNull();
    screen.getByText('os.remove');
    screen.getByText(/line 3:/);
    const code = `${'a = 1\n'.repeat(4)}`;
    const { node: other } = show(
      drafted({ suggestion: { ...DRAFT.suggestion, code } })
    );
    const marks = [...other.querySelectorAll('.jp-sciassist-line')].map(line =>
      line.getAttribute('data-danger')
    );
    expect(marks).toEqual(['false', 'false', 'true', 'false']);
  });

  it('is inserted on a click, when the reply is whole and once', () => {
    const { log } = show(drafted({}));
    fireEvent.click(screen.getByRole('button', { name: 'Insert' }));
    expect(log).toEqual([`insert ${DRAFT.suggestion.id}`]);
  });

  it.each([
    ['comes', {}, { writing: true }, 'Insert'],
    [
      'is being recorded',
      { inserting: new Set([DRAFT.suggestion.id]) },
      {},
      'Recording…'
    ]
  ])('cannot be inserted while it %s', (_, view, state, name) => {
    const { log } = show(drafted({}), view, state);
    const button = screen.getByRole('button', { name });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(button);
    expect(log).toEqual([]);
  });

  it('that was inserted says so', () => {
    const accepted = { ...DRAFT.suggestion, status: 'accepted' as const };
    const { log } = show(drafted({ suggestion: accepted }));
    fireEvent.click(screen.getByRole('button', { name: 'Inserted' }));
    expect(log).toEqual([]);
  });

  it('says why it could not be recorded', () => {
    const fault = { message: 'No disk.', cure: 'Make room.' };
    show(drafted({}), {
      insertFaults: new Map([[DRAFT.suggestion.id, fault]])
    });
    expect(screen.getByRole('alert').textContent).toBe('No disk. Make room.');
  });
});
