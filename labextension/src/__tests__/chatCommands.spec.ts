import { plainOf } from '../chat/plain';
import type { IReply } from '../chat/records';
import { commandsOf } from '../chat/slash';
import { factsOf } from '../status/facts';
import { chatExample, statusOf, talk, trans } from './fakeChat';
import { settle } from './fakes';

describe('/model', () => {
  it('tells the facts of the status card, without the kernel', async () => {
    const { conversation, link, server, history } = await talk();
    link.to({ name: 'dead' });
    expect(conversation.send('/model')).toBe(true);
    await settle();
    const reply = conversation.view.messages[1]?.reply as IReply;
    const facts = factsOf(statusOf(server.model, true), trans);
    expect(facts.map(one => one.label)).toContain('SHA-256');
    expect(plainOf(reply, trans).split('\n\n')).toEqual(
      facts.map(({ label, lines }) => `${label}: ${lines.join('; ')}`)
    );
    expect(plainOf(reply, trans)).toContain('Model: Qwen, ready');
    expect(history.messages[1]?.reply).toEqual(reply);
    expect(link.of('chat')).toEqual([]);
  });
});

it('/help tells all commands that are offered, without the kernel', async () => {
  const { conversation, link } = await talk();
  link.to({ name: 'dead' });
  conversation.send('/help');
  await settle();
  const reply = conversation.view.messages[1]?.reply as IReply;
  const told = plainOf(reply, trans);
  for (const [name, what] of commandsOf(trans)) {
    expect(told).toContain(`${name}: ${what}`);
  }
  expect(link.of('chat')).toEqual([]);
});

describe('a rival reading', () => {
  const [choice] = chatExample('Reply').answer?.reading?.rivals ?? [];
  if (choice === undefined) {
    throw new Error('the example has no rivals');
  }

  it('takes the place of the question, and its answer that of the answer', async () => {
    const { conversation, history, link, reply, done, told } = await talk();
    conversation.send('mean bill');
    reply('which?');
    done();
    conversation.choose(conversation.view.messages[1]?.id ?? '', choice);
    expect(link.of('chat')[1]).toMatchObject({ text: choice.text, turns: [] });
    reply('43.9');
    done();
    await settle();
    expect(told()).toEqual([choice.text, '[43.9]']);
    expect(history.messages).toHaveLength(2);
  });

  it('of a reply that others follow is asked anew: they stay', async () => {
    const { conversation, reply, done, told } = await talk();
    for (const text of ['mean bill', 'two']) {
      conversation.send(text);
      reply(`to ${text}`);
      done();
    }
    conversation.choose(conversation.view.messages[1]?.id ?? '', choice);
    expect(told()).toEqual([
      'mean bill',
      '[to mean bill]',
      'two',
      '[to two]',
      choice.text
    ]);
  });
});
