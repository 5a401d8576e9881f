import { chatExample, FakeHistory, replyOf, talk } from './fakeChat';
import { SECRET, settle } from './fakes';

afterEach(() => {
  jest.useRealTimers();
});

describe('a message', () => {
  it('goes to the kernel side with what belongs to it, and is kept', async () => {
    const { conversation, link, history, told } = await talk();
    expect(conversation.send(' mean of x ')).toBe(true);
    expect(link.of('chat')).toEqual([
      {
        do: 'chat',
        text: 'mean of x',
        cells: [
          {
            id: 'c1',
            cell_type: 'code',
            source: 'x = 1',
            execution_count: 7,
            outputs: []
          }
        ],
        attachments: [],
        without: [],
        turns: [],
        cell: 'c1'
      }
    ]);
    await settle();
    expect(history.messages.map(one => one.text)).toEqual(['mean of x']);
    expect(told()).toEqual(['mean of x']);
    expect(conversation.view.answering).toBe(conversation.view.messages[0]?.id);
  });

  it.each(['', '  \n'])('is not sent where it is empty: %j', async text => {
    const { conversation, link } = await talk();
    expect(conversation.send(text)).toBe(false);
    expect(link.of('chat')).toEqual([]);
  });

  it('is not taken while another is answered, or without a kernel', async () => {
    const { conversation, link, done, told } = await talk();
    conversation.send('one');
    expect(conversation.send('two')).toBe(false);
    done();
    link.to({ name: 'dead' });
    expect(conversation.send('three')).toBe(false);
    expect(told()).toEqual(['one']);
  });

  it('tells what was said before, as plain text', async () => {
    const { conversation, link, reply, done } = await talk();
    conversation.send('one');
    reply('first');
    done();
    conversation.send('two');
    expect(link.of('chat').at(-1)?.turns).toEqual([
      { role: 'user', text: 'one' },
      { role: 'assistant', text: 'first' }
    ]);
  });
});

describe('a reply', () => {
  it('takes the place of the last, at most ten times a second', async () => {
    const { conversation, reply, done, told } = await talk();
    let drawn = 0;
    jest.useFakeTimers();
    conversation.send('q');
    conversation.changed.connect(() => (drawn += 1));
    for (let step = 0; step < 50; step += 1) {
      reply(`step ${step}`);
    }
    jest.advanceTimersByTime(99);
    expect(told()).toEqual(['q', '[step 0]']);
    expect(drawn).toBe(1);
    jest.advanceTimersByTime(1);
    expect(told()).toEqual(['q', '[step 49]']);
    expect(drawn).toBe(2);
    reply('last');
    done();
    jest.useRealTimers();
    expect(told()).toEqual(['q', '[last]']);
    expect(conversation.view.answering).toBeNull();
  });

  it('is kept when it is whole, once', async () => {
    const { conversation, history, reply, done } = await talk();
    conversation.send('q');
    reply('half');
    await settle();
    expect(history.messages).toHaveLength(1);
    reply('whole');
    done();
    await settle();
    expect(history.messages.map(one => one.reply?.basis)).toEqual([
      undefined,
      'computed'
    ]);
    expect(history.saved).toHaveLength(2);
  });

  it('to another request is left alone', async () => {
    const { conversation, link, told } = await talk();
    conversation.send('q');
    const other = replyOf('not this');
    link.push({ event: 'reply', re: 99, reply: other, final: true });
    expect(told()).toEqual(['q']);
  });

  it('says when the model writes', async () => {
    const { conversation, link, re, done } = await talk();
    conversation.send('q');
    link.push({ event: 'consulting', re: re() });
    expect(conversation.view.consulting).toBe(true);
    done();
    expect(conversation.view.consulting).toBe(false);
  });

  it('that fails leaves the question, and another try', async () => {
    const { conversation, link, re, done, told } = await talk();
    const fault = { message: 'No data.', cure: 'Load a table.' };
    conversation.send('q');
    link.push({ event: 'error', re: re(), subject: null, fault });
    done();
    expect(conversation.view.fault).toEqual(fault);
    conversation.retry();
    expect(conversation.view.fault).toBeNull();
    expect(told()).toEqual(['q']);
    expect(link.of('chat')).toHaveLength(2);
  });

  it('that never came is said', async () => {
    const { conversation, done } = await talk();
    conversation.send('q');
    done();
    expect(conversation.view.fault?.message).toMatch(/without an answer/);
  });
});

describe('stop', () => {
  it('ends the answer at once, and keeps what was there', async () => {
    const { conversation, link, history, reply, told } = await talk();
    conversation.send('q');
    reply('half');
    conversation.stop();
    expect(link.of('stop')).toHaveLength(1);
    expect(conversation.view.answering).toBeNull();
    reply('more');
    expect(told()).toEqual(['q', '[half]']);
    await settle();
    expect(history.messages.at(-1)?.stopped).toBe(true);
  });

  it('before the first word leaves a mark', async () => {
    const { conversation, told } = await talk();
    conversation.send('q');
    conversation.stop();
    expect(told()).toEqual(['q', '[]']);
    expect(conversation.view.messages.at(-1)?.stopped).toBe(true);
    expect(conversation.view.fault).toBeNull();
  });

  it('is heard when it comes from the panel', async () => {
    const { conversation, link } = await talk();
    conversation.send('q');
    link.push({ event: 'stopped', re: null });
    expect(conversation.view.answering).toBeNull();
  });
});

describe('edit and retry', () => {
  it('drop what follows, here and on the server', async () => {
    const { conversation, history, reply, done, told } = await talk();
    for (const text of ['one', 'two']) {
      conversation.send(text);
      reply(`answer to ${text}`);
      done();
    }
    const [first] = conversation.view.messages;
    conversation.edit(first?.id ?? '', 'uno');
    await settle();
    expect(told()).toEqual(['uno']);
    expect(history.messages.map(one => one.text)).toEqual(['uno']);
    reply('answer to uno');
    done();
    conversation.retry();
    expect(told()).toEqual(['uno']);
    reply('again');
    done();
    await settle();
    expect(told()).toEqual(['uno', '[again]']);
    expect(history.messages).toHaveLength(2);
  });

  it('do nothing while an answer comes', async () => {
    const { conversation, link, told } = await talk();
    conversation.send('one');
    conversation.retry();
    conversation.edit(conversation.view.messages[0]?.id ?? '', 'two');
    expect(link.of('chat')).toHaveLength(1);
    expect(told()).toEqual(['one']);
  });
});

describe('the history', () => {
  it('is there again', async () => {
    const history = new FakeHistory();
    history.messages = [chatExample('Message')];
    const { conversation } = await talk(history);
    expect(conversation.view.messages).toEqual(history.messages);
    expect(conversation.view.loading).toBe(false);
  });

  it('says what is no longer kept, and what was set aside until noted', async () => {
    const history = new FakeHistory();
    history.dropped = 3;
    history.told = 'It was set aside.';
    const { conversation } = await talk(history);
    expect(conversation.view).toMatchObject({
      dropped: 3,
      notice: { message: 'It was set aside.' }
    });
    history.dropped = 4;
    conversation.send('q');
    await settle();
    expect(conversation.view.dropped).toBe(4);
    expect(conversation.view.notice).not.toBeNull();
    conversation.dismiss();
    expect(conversation.view.notice).toBeNull();
    await conversation.clear();
    expect(conversation.view.dropped).toBe(0);
  });

  it('is deleted only where the person says so', async () => {
    const { conversation, history, answers, done } = await talk();
    conversation.send('q');
    done();
    answers.clear = false;
    expect(conversation.send('/clear')).toBe(true);
    await settle();
    expect(conversation.view.messages).toHaveLength(1);
    answers.clear = true;
    await conversation.clear();
    expect(conversation.view.messages).toEqual([]);
    expect(history.messages).toEqual([]);
  });

  it('is turned off by a policy', async () => {
    const { conversation, history } = await talk(
      new FakeHistory(),
      'force-off'
    );
    expect(conversation.view.forbidden?.message).toMatch(/turned off/);
    expect(conversation.send('q')).toBe(false);
    expect(history.saved).toEqual([]);
  });
});

describe('a draft', () => {
  const draft = chatExample('Draft');

  async function drafted(): ReturnType<typeof talk> {
    const all = await talk();
    all.conversation.send('/code');
    all.reply('code', { draft });
    all.done();
    return all;
  }

  it('is inserted as any suggestion is accepted, and stays inserted', async () => {
    const { conversation, server, notebook, history, link } = await drafted();
    await conversation.insert(draft.suggestion);
    expect(server.scans).toHaveLength(1);
    expect(server.decisions[0]).toMatchObject({
      suggestion: draft.suggestion,
      verb: 'accepted',
      text: draft.suggestion.code
    });
    expect(notebook.inserted.map(one => one[2])).toEqual([
      draft.suggestion.code
    ]);
    expect(link.of('status')).toMatchObject([
      { suggestion: draft.suggestion.id, status: 'accepted' }
    ]);
    await settle();
    expect(history.messages.at(-1)?.reply?.draft?.suggestion.status).toBe(
      'accepted'
    );
  });

  it('says why it could not be recorded, and inserts nothing', async () => {
    const { conversation, server, notebook } = await drafted();
    server.receipt = new Error('no disk');
    await conversation.insert(draft.suggestion);
    const { insertFaults } = conversation.view;
    expect(insertFaults.get(draft.suggestion.id)?.message).toBe('no disk');
    expect(notebook.inserted).toEqual([]);
  });

  it('stays as it was where the person gave up', async () => {
    const { conversation, server, consent } = await drafted();
    server.found = { findings: [SECRET], gitattributes: null };
    consent.givesUp = true;
    await conversation.insert(draft.suggestion);
    expect(conversation.view.insertFaults.size).toBe(0);
    expect(
      conversation.view.messages.at(-1)?.reply?.draft?.suggestion.status
    ).toBe('proposed');
  });
});
