import { chatExample, talk } from './fakeChat';
import { settle } from './fakes';

describe('/model', () => {
  it('is answered from the status, without the kernel', async () => {
    const { conversation, link, told } = await talk();
    link.to({ name: 'dead' });
    expect(conversation.send('/model')).toBe(true);
    await settle();
    expect(told()[1]).toMatch(/Model: Qwen\. It is ready\./);
    expect(link.of('chat')).toEqual([]);
  });
});

it('a rival reading is asked as a message of its own', async () => {
  const { conversation, link } = await talk();
  const reading = chatExample('Reply').answer?.reading;
  const [choice] = reading?.rivals ?? [];
  if (choice === undefined) {
    throw new Error('the example has no rivals');
  }
  conversation.choose(choice);
  expect(link.of('chat')[0]?.text).toBe(choice.text);
});
