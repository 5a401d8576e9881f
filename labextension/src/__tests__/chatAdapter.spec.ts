import { ChatAdapter } from '../chat/adapter';
import { talk, trans } from './fakeChat';

describe('the model of the chat', () => {
  it('shows messages, and leaves a growing reply in its place', async () => {
    const { conversation, reply, done } = await talk();
    const adapter = new ChatAdapter(conversation, trans);
    conversation.send('q');
    reply('half');
    const shown = [...adapter.messages];
    expect(shown.map(one => one.body)).toEqual([
      'q',
      { data: { 'application/vnd.sciassist.reply+json': expect.anything() } }
    ]);
    const node = adapter.nodeOf(shown[1]?.id ?? '');
    reply('whole');
    done();
    expect(adapter.messages[1]).toBe(shown[1]);
    expect(adapter.nodeOf(shown[1]?.id ?? '')).toBe(node);
    adapter.updateMessage(shown[0]?.id ?? '', {
      ...(shown[0]?.content as NonNullable<(typeof shown)[0]>['content']),
      body: 'r'
    });
    expect(adapter.messages.map(one => one.body)).toEqual(['r']);
    adapter.dispose();
  });

  it('keeps what was typed until the message is taken', async () => {
    const { conversation, done, told } = await talk();
    const adapter = new ChatAdapter(conversation, trans);
    adapter.input.value = 'one';
    adapter.input.send('one');
    expect(adapter.input.value).toBe('');
    adapter.input.value = 'two';
    adapter.input.send('two');
    expect(adapter.input.value).toBe('two');
    expect(adapter.held.waits).toBe(true);
    done();
    expect(told()).toEqual(['one', 'two']);
    expect(adapter.input.value).toBe('');
    adapter.dispose();
  });

  it('sends by itself when the kernel is ready, once, unless the text was changed', async () => {
    const { conversation, link, told, done } = await talk();
    const adapter = new ChatAdapter(conversation, trans);
    link.to({ name: 'starting' });
    adapter.input.value = 'one';
    adapter.input.send('one');
    expect(told()).toEqual([]);
    link.ready();
    expect(told()).toEqual(['one']);
    expect(link.of('chat')).toHaveLength(1);
    adapter.input.value = 'two';
    adapter.input.send('two');
    adapter.input.value = 'two and';
    expect(adapter.held.waits).toBe(false);
    done();
    expect(told()).toEqual(['one']);
    expect(adapter.input.value).toBe('two and');
    adapter.dispose();
  });

  it('does not hold a message for a kernel that somebody has to start', async () => {
    const { conversation, link, told } = await talk();
    const adapter = new ChatAdapter(conversation, trans);
    link.to({ name: 'dead' });
    adapter.input.value = 'one';
    adapter.input.send('one');
    link.ready();
    expect([told(), adapter.input.value]).toEqual([[], 'one']);
  });

  it('sends an edited message after the answer, with or without another one', async () => {
    const { conversation, reply, done, told } = await talk();
    const adapter = new ChatAdapter(conversation, trans);
    const edit = (body: string): void => {
      const [shown] = adapter.messages;
      if (shown !== undefined) {
        adapter.updateMessage(shown.id, { ...shown.content, body });
      }
    };
    conversation.send('one');
    reply('answer');
    edit('uno');
    adapter.input.value = 'two';
    adapter.input.send('two');
    expect([adapter.held.edited, told()]).toEqual(['uno', ['one', '[answer]']]);
    done();
    expect([adapter.held.edited, told()]).toEqual([null, ['uno']]);
    reply('answer');
    done();
    expect(told()).toEqual(['uno', '[answer]', 'two']);
    edit('eins');
    adapter.held.drop();
    done();
    expect(told()[0]).toBe('uno');
    adapter.dispose();
  });

  it('holds no edit that is empty or of a message that is gone', async () => {
    const { conversation, reply, done, told } = await talk();
    const adapter = new ChatAdapter(conversation, trans);
    conversation.send('one');
    adapter.held.edit(conversation.view.messages[0]?.id ?? '', ' ');
    expect(adapter.held.edited).toBeNull();
    adapter.held.edit('another', 'uno');
    expect(adapter.held.edited).toBeNull();
    reply('answer');
    done();
    expect(told()).toEqual(['one', '[answer]']);
    adapter.dispose();
  });

  it('draws what a person said as text', async () => {
    const { conversation } = await talk();
    const { rendermime } = new ChatAdapter(conversation, trans);
    const text = '![x](http://evil.example/x.png) <img src=x>';
    const data = { 'text/markdown': text };
    expect(rendermime.preferredMimeType(data, 'ensure')).toBe('text/markdown');
    const renderer = rendermime.createRenderer('text/markdown');
    await renderer.renderModel(rendermime.createModel({ data }));
    expect(renderer.node.textContent).toBe(text);
    expect(renderer.node.children).toHaveLength(0);
    expect(rendermime.mimeTypes).toHaveLength(2);
  });
});
