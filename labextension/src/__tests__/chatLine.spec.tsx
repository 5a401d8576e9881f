import type { IInputModel } from '@jupyter/chat';
import { InputModel } from '@jupyter/chat';
import { fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';
import { ChatAdapter } from '../chat/adapter';
import { Commands, Names } from '../chat/completions';
import { commandsOf } from '../chat/slash';
import { enterSends } from '../chat/keys';
import { Line } from '../chat/line';
import { attachmentsOf, hasFailed, outputOf } from '../chat/outputs';
import { Pace } from '../chat/pace';
import { Chips, Sent } from '../chat/sent';
import { startersOf } from '../chat/starters';
import { Turn } from '../chat/turn';
import { translateBelow } from '../chat/words';
import type { IPiecesView } from '../chat/tokens';
import type { Push } from '../tokens';
import { CHAT_VIEW, chatExample, talk, trans } from './fakeChat';
import { FakeServer, profile, settle, VIEW } from './fakes';

function typing(value: string): IInputModel {
  const input = new InputModel({ onSend: () => undefined });
  input.value = value;
  input.cursorIndex = value.length;
  return input as IInputModel;
}

describe('completion', () => {
  const commands = new Commands(trans);
  const names = async (value: string): Promise<string[]> =>
    (await commands.listCommandCompletions(typing(value))).map(one => one.name);

  it('of commands stands at the start of a message', async () => {
    expect(await names('/')).toEqual(commandsOf(trans).map(([name]) => name));
    expect(await names('/re')).toEqual(['/report']);
    expect(await names('what /re')).toEqual([]);
    expect(await names('re')).toEqual([]);
  });

  it('is over when the command is whole: Enter sends it', async () => {
    expect(await names('/help')).toEqual([]);
  });

  it('of names asks for every kind, and escapes white space', async () => {
    const asked: string[] = [];
    const provider = new Names(
      {
        complete: async (kind, prefix) => {
          asked.push(`${kind} ${prefix}`);
          return kind === 'column'
            ? [{ name: 'df.body mass', told: 'numeric' }]
            : [];
        }
      },
      trans
    );
    const found = await provider.listCommandCompletions(typing('mean @df.bo'));
    expect(asked).toEqual(['variable df.bo', 'column df.bo', 'cell df.bo']);
    expect(found).toMatchObject([
      { name: '@df.body\\ mass', description: 'column: numeric' }
    ]);
    expect(await provider.listCommandCompletions(typing('df'))).toEqual([]);
  });

  it('of what was typed before gets the latest names', async () => {
    const slow: (() => void)[] = [];
    const provider = new Names(
      {
        complete: (kind, prefix) =>
          new Promise(resolve => {
            const found =
              kind === 'variable' ? [{ name: `${prefix}1`, told: '' }] : [];
            slow.push(() => {
              resolve(found);
            });
          })
      },
      trans
    );
    const first = provider.listCommandCompletions(typing('@a'));
    const second = provider.listCommandCompletions(typing('@ab'));
    slow.reverse().forEach(answer => {
      answer();
    });
    expect((await first).map(one => one.name)).toEqual(['@ab1']);
    expect(await first).toEqual(await second);
  });
});

describe('Enter', () => {
  async function line(value: string): Promise<{
    adapter: ChatAdapter;
    area: HTMLElement;
    told: () => string[];
  }> {
    const { conversation, told } = await talk();
    const adapter = new ChatAdapter(conversation, trans);
    adapter.input.value = value;
    render(
      <div
        onKeyDownCapture={event => {
          enterSends(event, adapter);
        }}
      >
        <div
          className="jp-chat-input-container"
          data-input-id={adapter.input.id}
        >
          <textarea aria-label="Message" />
        </div>
      </div>
    );
    return { adapter, area: screen.getByLabelText('Message'), told };
  }

  it('sends, and leaves no line behind', async () => {
    const { area, told, adapter } = await line('q');
    expect(fireEvent.keyDown(area, { key: 'Enter' })).toBe(false);
    expect(told()).toEqual(['q']);
    expect(adapter.input.value).toBe('');
  });

  it.each([
    ['Shift begins a line', { shiftKey: true }],
    ['characters are composed', { isComposing: true }]
  ])('is left alone where %s', async (_, change) => {
    const { area, told } = await line('q');
    expect(fireEvent.keyDown(area, { key: 'Enter', ...change })).toBe(true);
    expect(told()).toEqual([]);
  });

  it('takes the completion that is highlighted', async () => {
    const { area, told } = await line('/ex');
    const option = document.createElement('li');
    option.id = 'option-0';
    let taken = 0;
    option.addEventListener('click', () => (taken += 1));
    document.body.append(option);
    area.setAttribute('aria-expanded', 'true');
    area.setAttribute('aria-activedescendant', 'option-0');
    fireEvent.keyDown(area, { key: 'Enter' });
    expect(taken).toBe(1);
    expect(told()).toEqual([]);
    option.remove();
  });
});

describe('what is sent', () => {
  it('is a list with counts, each piece to be left out', () => {
    const log: string[] = [];
    const piece = chatExample('Piece');
    const fixed = { ...piece, id: 'question', fixed: true, tokens: 100 };
    const view = { ...CHAT_VIEW.pieces, open: true, window: 4096, exact: true };
    const actions = {
      preview: (open: boolean, text: string) => log.push(`${open} ${text}`),
      leaveOut: (id: string, out: boolean) => log.push(`${id} ${out}`)
    };
    const at = (
      without: string[],
      pieces = [piece, fixed],
      change: Partial<IPiecesView> = {},
      model = VIEW.model
    ): JSX.Element => (
      <Sent
        view={{ ...view, pieces, without: new Set(without), ...change }}
        model={model}
        text="q"
        actions={actions}
        trans={trans}
      />
    );
    const { rerender } = render(at([]));
    screen.getByText(
      '512 tokens, counted by the model: 13 % of the 4096 that it holds'
    );
    expect(screen.getAllByRole('checkbox')).toHaveLength(1);
    fireEvent.click(screen.getByRole('checkbox', { name: piece.told }));
    rerender(at([piece.id]));
    screen.getByText(/^100 tokens, counted by the model: 2 %/);
    fireEvent.click(screen.getByRole('button', { name: 'What is sent' }));
    expect(log).toEqual([`${piece.id} true`, 'false q']);
    rerender(at([], []));
    screen.getByText('Nothing would be sent to a model.');
    const fault = { message: 'It crashed.', cure: '' };
    rerender(at([], [piece], { exact: false, window: null, fault }));
    screen.getByText(
      'about 412 tokens, estimated. They could not be counted: It crashed.'
    );
    screen.getByText('about 412 tokens');
    const absent = { ...new FakeServer().model, state: 'absent' } as const;
    rerender(at([], [piece], {}, absent));
    screen.getByText('There is no language model: nothing of this is sent.');
  });

  it('attachments can be taken away', () => {
    const removed: unknown[] = [];
    const output = chatExample('Attachment');
    render(
      <Chips
        attachments={[output]}
        cellName={() => '3'}
        remove={one => removed.push(one)}
        trans={trans}
      />
    );
    fireEvent.click(
      screen.getByRole('button', { name: 'Take away: output of cell 3' })
    );
    expect(removed).toEqual([output]);
  });
});

describe('cells', () => {
  const cell = {
    id: 'c1',
    cell_type: 'code',
    source: 'boom()',
    metadata: {},
    execution_count: 1,
    outputs: [
      { output_type: 'stream', name: 'stdout', text: ['a\n', 'b'] },
      {
        output_type: 'error',
        ename: 'KeyError',
        evalue: 'x',
        traceback: ['\u001b[31mKeyError\u001b[0m: x']
      }
    ]
  };

  it('come with their output, without colours', () => {
    expect(attachmentsOf(cell)).toEqual([
      { kind: 'cell', name: 'c1', text: 'boom()' },
      { kind: 'output', name: 'c1', text: 'a\nb\nKeyError: x' }
    ]);
    expect(hasFailed(cell)).toBe(true);
  });

  it('without output have none', () => {
    const empty = { ...cell, outputs: [] };
    expect(outputOf(empty)).toBeNull();
    expect(hasFailed(empty)).toBe(false);
    expect(attachmentsOf({ ...empty, source: ' ' })).toEqual([]);
  });
});

it('starters are made of the live variables', () => {
  expect(startersOf([], trans)).toMatchObject([{ text: '/help' }]);
  const [first, second] = startersOf([profile('birds')], trans).map(
    one => one.text
  );
  expect(first).toBe('Describe birds');
  const columns = profile('birds').columns.map(one => one.name);
  expect(columns.some(name => second?.includes(name))).toBe(true);
});

it('the words of the library are translated, also later', async () => {
  const node = document.createElement('div');
  node.innerHTML = '<button title="Edit"></button>';
  const end = translateBelow(node, trans);
  expect(node.querySelector('button')?.title).toBe('Edit and send again');
  const later = document.createElement('textarea');
  later.placeholder = 'Type a chat message, @ to mention...';
  node.append(later);
  await settle();
  expect(later.placeholder).toBe('Ask about your data: / or @');
  expect(later.getAttribute('aria-label')).toBe('Message');
  end();
});

it('a pace passes the first, then the last of a moment', async () => {
  const passed: number[] = [];
  const pace = new Pace<number>(20, value => passed.push(value));
  [1, 2, 3].forEach(value => {
    pace.take(value);
  });
  expect(passed).toEqual([1]);
  await settle(60);
  expect(passed).toEqual([1, 3]);
  pace.take(4);
  pace.take(5);
  pace.flush();
  expect(passed).toEqual([1, 3, 4, 5]);
});

it('a line takes what is its own, until the last of it', () => {
  let id = 0;
  const line = new Line(() => (id += 1));
  const heard: string[] = [];
  line.pushed.connect((_, push) => heard.push(push.event));
  const done = (re: number): Push => ({ event: 'done', re, stopped: false });
  expect(line.take(done(1))).toBe(false);
  line.tell({ do: 'stop' });
  expect(line.take({ event: 'consulting', re: 1 })).toBe(true);
  expect(line.take(done(1))).toBe(true);
  expect(line.take(done(1))).toBe(false);
  line.tell({ do: 'stop' });
  line.clear();
  expect(line.take(done(2))).toBe(false);
  expect(line.take({ event: 'stopped', re: null })).toBe(false);
  expect(heard).toEqual(['consulting', 'done', 'stopped']);
});

it('a stop that is told late leaves what was asked after it alone', () => {
  const ended: boolean[] = [];
  const turn = new Turn(3, {
    replied: () => undefined,
    failed: () => undefined,
    changed: () => undefined,
    ended: stopped => ended.push(stopped)
  });
  expect(turn.take({ event: 'stopped', re: 2 })).toBe(false);
  expect(ended).toEqual([]);
  expect(turn.take({ event: 'stopped', re: 4 })).toBe(true);
  expect(ended).toEqual([true]);
});
