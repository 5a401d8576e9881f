import { join } from 'path';
import { CHAT_RECORDS, readChat } from '../chat/shapes';
import { pushOf } from '../pushes';
import { RecordError } from '../shapes';
import { chatExample } from './fakeChat';
import { WIRE } from './fakes';
import { holdToExamples } from './wire';

describe('records of a conversation', () => {
  const names = CHAT_RECORDS;
  holdToExamples(join(WIRE, 'chat'), { read: readChat, names }, chatExample);

  it('refuse a number that is called grounded and names no source', () => {
    const reply = chatExample('Reply');
    for (const source of [null, 7, -1]) {
      const runs = [{ text: '5100', standing: 'grounded', source }];
      expect(() =>
        readChat('Reply', { ...reply, blocks: [{ kind: 'text', runs }] })
      ).toThrow('should be the place of a source');
    }
  });

  it('are either what was said or a reply', () => {
    const message = chatExample('Message');
    expect(() => readChat('Message', { ...message, text: 'both' })).toThrow(
      RecordError
    );
    expect(() => readChat('Message', { ...message, reply: null })).toThrow(
      RecordError
    );
  });
});

describe('pushes', () => {
  it('of the chat are read', () => {
    const reply = chatExample('Reply');
    const pieces = [chatExample('Piece')];
    const items = [{ name: 'df', told: 'table' }];
    expect(pushOf({ event: 'reply', re: 4, reply, final: true })).toEqual({
      event: 'reply',
      re: 4,
      reply,
      final: true
    });
    expect(
      pushOf({ event: 'pieces', re: 5, pieces, window: null, exact: true })
    ).toEqual({
      event: 'pieces',
      re: 5,
      pieces,
      window: null,
      exact: true
    });
    expect(pushOf({ event: 'completions', re: 6, items })).toEqual({
      event: 'completions',
      re: 6,
      items
    });
  });

  it.each([
    [{ event: 'reply', re: 1, reply: { basis: 'computed' } }],
    [{ event: 'pieces', re: 1, pieces: 'none' }],
    [{ event: 'completions', re: 1, items: [{ name: 3, told: '' }] }],
    [{ event: 'completions', re: 1, items: null }]
  ])('that do not fit are refused: %j', push => {
    expect(pushOf(push)).toMatchObject({
      event: 'error',
      re: null,
      fault: {
        message: expect.stringMatching(/does not understand: RecordError: /)
      }
    });
  });
});
