import { Trouble } from '../tokens';
import { talk } from './fakeChat';
import { settle } from './fakes';

describe('an answer', () => {
  it('cut off by the kernel is kept as cut off', async () => {
    const { conversation, link, history, reply } = await talk();
    conversation.send('q');
    reply('half');
    link.to({ name: 'dead' });
    await settle();
    expect(history.messages.at(-1)?.stopped).toBe(true);
  });

  it('that says nothing is none: the question can be asked again', async () => {
    const { conversation, link, reply, told } = await talk();
    conversation.send('q');
    reply('', { basis: 'general', blocks: [] });
    link.to({ name: 'dead' });
    expect(told()).toEqual(['q']);
    conversation.retry();
    expect(link.of('chat')).toHaveLength(1);
    link.ready();
    conversation.retry();
    expect(link.of('chat')).toHaveLength(2);
  });

  it('that nobody will read is stopped', async () => {
    const { conversation, link, reply, done } = await talk();
    conversation.leave();
    conversation.send('q');
    reply('whole');
    done();
    conversation.leave();
    expect(link.of('stop')).toEqual([]);
    conversation.send('r');
    conversation.leave();
    expect(link.of('stop')).toHaveLength(1);
  });

  it('is given up when the kernel goes', async () => {
    const { conversation, link, reply, told } = await talk();
    conversation.send('q');
    reply('half');
    link.to({ name: 'starting' });
    expect(conversation.view.answering).toBeNull();
    expect(conversation.view.fault?.message).toMatch(/went away/);
    expect(told()).toEqual(['q', '[half]']);
  });

  it('goes on after a lost connection', async () => {
    const { conversation, link, reply, told } = await talk();
    conversation.send('q');
    link.to({ name: 'disconnected' });
    link.ready();
    reply('late');
    expect(told()).toEqual(['q', '[late]']);
  });
});

describe('a history', () => {
  it('that cannot be kept is said, and the conversation goes on', async () => {
    const { conversation, history, reply, done, told } = await talk();
    history.refuses = new Error('disk full');
    conversation.send('q');
    reply('a');
    done();
    await settle();
    expect(conversation.view.warning?.message).toBe('disk full');
    history.refuses = null;
    conversation.send('r');
    await settle();
    expect(conversation.view.warning).toBeNull();
    expect(told()).toEqual(['q', '[a]', 'r']);
  });

  it('that the server missed is told to it when it answers again', async () => {
    const { conversation, history, model, server, reply, done } = await talk();
    history.refuses = server.logged = new Trouble('gone', 'wait', true);
    conversation.send('q');
    reply('a');
    done();
    model.refresh();
    await settle();
    expect(history.messages).toEqual([]);
    history.refuses = null;
    server.logged = {
      path: 'p',
      state: 'none',
      count: 0,
      decisions: 0,
      head: null
    };
    model.refresh();
    await settle();
    expect(history.messages).toEqual(conversation.view.messages);
    expect(conversation.view.warning).toBeNull();
    conversation.send('r');
    await settle();
    expect(history.saved.at(-1)?.map(one => one.text)).toEqual(['r']);
  });
});
