/** Ways to the kernel that come to nothing, and the way back from each. */

import { KernelLink } from '../kernel';
import { FakeKernel, registered } from './fakeKernel';
import { setUp } from './fakeModel';
import { settle } from './fakes';

const READY = { name: 'ready', version: '0.1.0' };

/** A kernel that never answers the first registration. */
class Silent extends FakeKernel {
  override requestExecute(
    content: Parameters<FakeKernel['requestExecute']>[0]
  ): { done: Promise<object> } {
    const answered = super.requestExecute(content);
    return this.executed.length > 1
      ? answered
      : { done: new Promise(() => undefined) };
  }
}

async function silent(): Promise<{ kernel: Silent; link: KernelLink }> {
  const kernel = new Silent();
  kernel.replies = [registered()];
  const link = new KernelLink(kernel.connection);
  kernel.answerInfo();
  void link.attach();
  await settle();
  expect(link.state).toEqual({ name: 'starting' });
  return { kernel, link };
}

describe('a kernel whose answer was lost', () => {
  it('is asked anew when the connection is there again', async () => {
    const { kernel, link } = await silent();
    kernel.connect('connecting');
    expect(kernel.executed).toHaveLength(1);
    kernel.connect('connected');
    await settle();
    expect(link.state).toEqual(READY);
    expect(kernel.executed).toHaveLength(2);
  });

  it('is asked anew when the person wants it', async () => {
    const { link } = await silent();
    expect(link.recover()).toBe(true);
    await settle();
    expect(link.state).toEqual(READY);
    expect(link.recover()).toBe(false);
  });

  it('is connected to once more where JupyterLab gave up', async () => {
    const { kernel, link } = await silent();
    kernel.connect('disconnected');
    expect(link.recover()).toBe(true);
    await settle();
    expect(kernel.log).toContain('reconnect');
    expect(link.state).toEqual(READY);
  });

  it('gets new comms where it is idle and owes an answer', async () => {
    const { kernel, link } = await silent();
    link.recover();
    await settle();
    link.ask({ do: 'list' });
    await settle(1100);
    expect(link.waiting).toBe(true);
    kernel.status = 'busy';
    expect(link.recover()).toBe(false);
    kernel.status = 'idle';
    expect(link.recover()).toBe(true);
    await settle();
    expect(kernel.comms).toHaveLength(4);
    expect(link.state).toEqual(READY);
  });
});

it('reading again makes a way that stands still anew', () => {
  const { model, link } = setUp();
  model.setActive(true);
  link.to({ name: 'starting' });
  const before = link.attached;
  model.refresh();
  expect(link.attached).toBe(before + 1);
  link.ready();
  expect(link.of('suggest')).toHaveLength(1);
});
