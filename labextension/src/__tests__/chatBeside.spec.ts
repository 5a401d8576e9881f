import { begins, cellNames } from '../chat/cellnames';
import { chatExample, talk, trans } from './fakeChat';
import { settle } from './fakes';

describe('beside a message', () => {
  const output = { kind: 'output', name: 'c1', text: 'boom' } as const;

  it('attachments go with the next one, once', async () => {
    const { conversation, link, done } = await talk();
    conversation.attach([output, output]);
    expect(conversation.view.attachments).toEqual([output]);
    conversation.send('/explain');
    expect(link.of('chat')[0]?.attachments).toEqual([output]);
    expect(conversation.view.attachments).toEqual([]);
    done();
    conversation.attach([output]);
    conversation.detach({ ...output });
    conversation.send('again');
    expect(link.of('chat')[1]?.attachments).toEqual([]);
  });

  it('names after @ are attached, and said without the sign', async () => {
    const { conversation, link } = await talk();
    const asked = conversation.complete('column', 'df.bo');
    const items = [{ name: 'df.body mass', told: 'numeric' }];
    link.push({ event: 'completions', re: link.last('complete'), items });
    expect(await asked).toEqual(items);
    expect(await conversation.complete('cell', 'cell')).toEqual([
      { name: 'cell[7]', told: 'x = 1' }
    ]);
    conversation.send('mean of @df.body\\ mass, see @cell[7] and @nobody?');
    const [sent] = link.of('chat');
    expect(sent?.text).toBe('mean of df.body mass, see cell[7] and @nobody?');
    expect(sent?.attachments).toEqual([
      { kind: 'column', name: 'df.body mass', text: null },
      { kind: 'cell', name: 'c1', text: 'x = 1' }
    ]);
    expect(conversation.view.messages[0]?.text).toContain('@df.body');
  });

  it('what the page answered itself, and what was stopped, is not told again', async () => {
    const { conversation, link, reply, done } = await talk();
    conversation.send('/help');
    await settle();
    conversation.send('one');
    conversation.stop();
    conversation.send('two');
    reply('2');
    done();
    conversation.send('three');
    expect(
      link
        .of('chat')
        .at(-1)
        ?.turns.map(one => one.text)
    ).toEqual(['one', 'two', '2']);
  });

  it('a cell is called by its brackets', async () => {
    const { conversation } = await talk();
    expect(conversation.cellName('c1')).toBe('[7]');
    expect(conversation.cellName('gone')).toBe('–');
  });

  it('cells that share a number, or have none, are told by their place', () => {
    const named = cellNames(
      [
        { cell_type: 'markdown' },
        { cell_type: 'code', execution_count: 3 },
        { cell_type: 'code', execution_count: null },
        { cell_type: 'code', execution_count: 3 },
        { cell_type: 'code', execution_count: 12 }
      ],
      trans
    );
    expect(named).toEqual([
      { typed: 'cell#1', told: 'no. 1 from the top' },
      { typed: 'cell[3]#2', told: '[3], no. 2 from the top' },
      { typed: 'cell[]#3', told: '[ ], no. 3 from the top' },
      { typed: 'cell[3]#4', told: '[3], no. 4 from the top' },
      { typed: 'cell[12]', told: '[12]' }
    ]);
    for (const prefix of ['', 'ce', 'Cell[1', '[12', '12', '1']) {
      expect(begins('cell[12]', prefix)).toBe(true);
    }
    expect(begins('cell[12]', '2')).toBe(false);
  });

  it('completion ends with the kernel', async () => {
    const { conversation, link } = await talk();
    const asked = conversation.complete('variable', 'd');
    link.to({ name: 'dead' });
    expect(await asked).toEqual([]);
    expect(await conversation.complete('variable', 'd')).toEqual([]);
  });

  it('what is sent can be seen, and left out of the next one alone', async () => {
    const { conversation, link, done } = await talk();
    const piece = chatExample('Piece');
    conversation.preview(true, 'q');
    expect(conversation.view.pieces).toMatchObject({
      open: true,
      awaited: true
    });
    const re = link.last('preview');
    const pieces = [piece];
    link.push({ event: 'pieces', re, pieces, window: null, exact: false });
    expect(conversation.view.pieces).toMatchObject({
      awaited: true,
      pieces,
      exact: false
    });
    const counted = [{ ...piece, tokens: 7 }];
    const window = 4096;
    link.push({ event: 'pieces', re, pieces: counted, window, exact: true });
    link.push({ event: 'done', re, stopped: false });
    expect(conversation.view.pieces).toMatchObject({
      awaited: false,
      pieces: counted,
      window,
      exact: true
    });
    conversation.leaveOut(piece.id, true);
    conversation.send('q');
    expect(link.of('chat')[0]?.without).toEqual([piece.id]);
    expect(conversation.view.pieces.open).toBe(false);
    done();
    conversation.send('r');
    expect(link.of('chat')[1]?.without).toEqual([]);
  });
});
