import { example, RECEIPT, settle } from './fakes';
import { attached, linkTo } from './linked';
import type { FakeKernel } from './fakeKernel';
import { raised, registered } from './fakeKernel';

const NEVER = new Promise<void>(() => undefined);
const READY = { name: 'ready', version: '0.1.0' };

function receive(kernel: FakeKernel, data: object): void {
  kernel.push.onMsg({ content: { data } });
}

describe('attaching', () => {
  it('is one silent expression that stores nothing, then two comms', async () => {
    const { kernel, link, states } = await attached();
    expect(kernel.executed).toEqual([
      {
        code: '',
        silent: true,
        store_history: false,
        allow_stdin: false,
        stop_on_error: false,
        user_expressions: {
          r: "__import__('importlib').import_module('jupyter_sciassist.kernel.attach').register()"
        }
      }
    ]);
    expect(kernel.log).toEqual([
      'execute',
      'open sciassist.push',
      'open sciassist.request'
    ]);
    expect(states).toEqual(['starting', 'ready']);
    expect(link.state).toEqual(READY);
  });

  it('waits until the kernel is idle', async () => {
    const { kernel, link } = linkTo({ status: 'busy' });
    kernel.answerInfo();
    const done = link.attach();
    await settle(1100);
    expect(kernel.executed).toEqual([]);
    expect(link.state).toEqual({ name: 'waiting' });
    kernel.to('idle');
    await done;
    expect(link.state).toEqual(READY);
  });

  it('is asked again when a failing cell aborted the request', async () => {
    const { kernel, link } = await attached({
      replies: [{ status: 'aborted' }, registered()]
    });
    expect(kernel.executed).toHaveLength(2);
    expect(link.state).toEqual(READY);
  });

  it('is on its way while the connection is first made', () => {
    const { link } = linkTo({ connectionStatus: 'connecting' });
    void link.attach();
    expect(link.state).toEqual({ name: 'starting' });
  });

  it('takes no slow connection for a silent shell', async () => {
    const { kernel, link } = linkTo({ connectionStatus: 'connecting' });
    const done = link.attach();
    await settle(1600);
    expect(kernel.log).toEqual([]);
    expect(link.state).toEqual({ name: 'starting' });
    kernel.connectionStatus = 'connected';
    kernel.connectionStatusChanged.emit('connected');
    kernel.answerInfo();
    await done;
    expect(link.state).toEqual(READY);
  });

  it('leaves kernels of other languages alone', async () => {
    const { kernel, link } = await attached({ language: 'R' });
    expect(kernel.executed).toEqual([]);
    expect(link.state).toEqual({ name: 'language', language: 'R' });
  });

  it('says that the package is missing', async () => {
    const { link } = await attached({
      replies: [
        raised('ModuleNotFoundError', "No module named 'jupyter_sciassist'")
      ]
    });
    expect(link.state).toEqual({
      name: 'missing',
      detail: "No module named 'jupyter_sciassist'"
    });
    expect(link.ask({ do: 'list' })).toBeNull();
  });

  it('tells any other failure with its cure', async () => {
    const { link } = await attached({ replies: [raised('ValueError', 'no')] });
    expect(link.state).toMatchObject({
      name: 'failed',
      fault: {
        message:
          'The kernel side of jupyter_sciassist did not start: ValueError: no'
      }
    });
  });

  it('refuses another protocol', async () => {
    const { link } = await attached({ replies: [registered(2)] });
    expect(link.state).toMatchObject({
      name: 'failed',
      fault: {
        message:
          'The kernel has jupyter_sciassist 0.1.0, which this panel does not understand.'
      }
    });
  });

  it('opens the comms when their subshells have started', async () => {
    const { kernel, link } = linkTo({ subshellStarted: NEVER });
    kernel.answerInfo();
    void link.attach();
    await settle();
    expect(kernel.log).toEqual(['execute']);
  });

  it.each([{ supportsSubshells: false }, { commsOverSubshells: 'disabled' }])(
    'does not wait for subshells that will not come: %p',
    async change => {
      const { link } = await attached({ ...change, subshellStarted: NEVER });
      expect(link.state).toEqual(READY);
    }
  );
});

describe('after a reload while a cell runs', () => {
  const control = (kernel: FakeKernel): FakeKernel['control'] => ({
    kernel_info_request: kernel.infoReply,
    create_subshell_request: { status: 'ok', subshell_id: 's1' },
    delete_subshell_request: { status: 'ok' }
  });

  it('opens the comms on a subshell made by hand, and leaves it after the cell', async () => {
    const { kernel, link } = linkTo({ status: 'busy' });
    kernel.control = control(kernel);
    await link.attach();
    expect(kernel.log).toEqual([
      'kernel_info_request',
      'create_subshell_request',
      'open sciassist.push',
      'open sciassist.request'
    ]);
    expect(link.state.name).toBe('ready');
    expect(link.ask({ do: 'stop' })).toBe(1);
    const beside = kernel.request;
    expect(beside.shells).toEqual(['s1', 's1']);
    expect(kernel.subshellId).toBeNull();
    expect(kernel.executed).toEqual([]);

    kernel.answerInfo();
    kernel.to('idle');
    await settle(10);
    expect(beside.closed).toBe(false);
    expect(kernel.log.at(-1)).toBe('delete_subshell_request');
    link.ask({ do: 'list' });
    expect(beside.shells).toEqual(['s1', 's1', null]);
    expect(link.state.name).toBe('ready');
  });

  it('waits for the cell where the kernel side was not there yet', async () => {
    const { kernel, link } = linkTo({ status: 'busy', accepts: false });
    kernel.control = control(kernel);
    void link.attach();
    await settle(1600);
    expect(link.state).toEqual({ name: 'waiting' });
    kernel.accepts = true;
    kernel.answerInfo();
    kernel.to('idle');
    await settle(10);
    expect(link.state).toEqual(READY);
  });

  it('waits for the cell where there are no subshells', async () => {
    const { kernel, link } = linkTo({
      status: 'busy',
      supportsSubshells: false
    });
    kernel.control = control(kernel);
    void link.attach();
    await settle(1600);
    expect(kernel.log).toEqual(['kernel_info_request']);
    expect(link.state).toEqual({ name: 'waiting' });
  });
});

describe('a restart', () => {
  it.each(['restarting', 'autorestarting'] as const)(
    '(%s) attaches and opens anew',
    async status => {
      const { kernel, link } = await attached();
      const before = kernel.request;
      kernel.to(status);
      await settle();
      expect(link.state).toEqual({ name: 'starting' });
      kernel.to('idle');
      await settle(10);
      expect(kernel.executed).toHaveLength(2);
      expect(kernel.request).not.toBe(before);
      expect(link.state).toEqual(READY);
    }
  );

  it('that fails leaves a dead kernel', async () => {
    const { kernel, link } = await attached();
    kernel.to('dead');
    expect(link.state).toEqual({ name: 'dead' });
    expect(link.ask({ do: 'list' })).toBeNull();
  });

  it('is not needed when only the connection was lost', async () => {
    const { kernel, link } = await attached();
    kernel.connect('disconnected');
    expect(link.state).toEqual({ name: 'disconnected' });
    kernel.connectionStatus = 'connecting';
    expect(link.state).toEqual({ name: 'disconnected' });
    kernel.connectionStatus = 'connected';
    expect(link.state).toEqual(READY);
  });

  it('of the comms alone follows when the kernel closes them', async () => {
    const { kernel, link } = await attached();
    kernel.request.onClose({});
    await settle(10);
    expect(kernel.executed).toHaveLength(2);
    expect(link.state).toEqual(READY);
  });
});

describe('requests and pushes', () => {
  it('go out numbered, on the request comm alone', async () => {
    const { kernel, link } = await attached();
    expect(link.ask({ do: 'list' })).toBe(1);
    expect(link.ask({ do: 'order', ids: ['a'] })).toBe(2);
    expect(kernel.request.sent).toEqual([
      { id: 1, do: 'list' },
      { id: 2, do: 'order', ids: ['a'] }
    ]);
    expect(kernel.push.sent).toEqual([]);
  });

  it('come in checked', async () => {
    const { kernel, pushes } = await attached();
    receive(kernel, {
      re: 1,
      event: 'variables',
      variables: [example('Profile')]
    });
    receive(kernel, {
      re: 2,
      event: 'progress',
      subject: 'x',
      done: 3,
      total: 9
    });
    receive(kernel, {
      re: 2,
      event: 'suggestions',
      subject: 'x',
      suggestions: [example('Suggestion')],
      ledger: { id: 'f', size: 4 },
      complete: true,
      split: 'explore',
      confirmations: 2
    });
    receive(kernel, {
      re: 3,
      event: 'confirmed',
      suggestion: example('Suggestion'),
      receipt: RECEIPT
    });
    receive(kernel, { re: 2, event: 'done', stopped: false });
    receive(kernel, { event: 'insert', suggestion: 'a' });
    expect(pushes).toEqual([
      { event: 'variables', variables: [example('Profile')] },
      { event: 'progress', subject: 'x', done: 3, total: 9 },
      {
        event: 'suggestions',
        subject: 'x',
        suggestions: [example('Suggestion')],
        ledger: { id: 'f', size: 4 },
        complete: true,
        confirmations: 2
      },
      {
        event: 'confirmed',
        re: 3,
        suggestion: example('Suggestion'),
        receipt: RECEIPT
      },
      { event: 'done', re: 2, stopped: false },
      { event: 'insert', suggestion: 'a' }
    ]);
  });

  it('that do not fit become an error with a cure', async () => {
    const { kernel, pushes } = await attached();
    receive(kernel, {
      event: 'variables',
      variables: [{ ...example('Profile'), kind: 'sofa' }]
    });
    receive(kernel, { event: 'dance' });
    expect(pushes.map(push => push.event)).toEqual(['error', 'error']);
    const [first] = pushes;
    expect(first?.event === 'error' && first.fault.message).toContain(
      'Profile[0].kind should be one of table, series,'
    );
  });

  it('without acknowledgement for a second mean that the kernel is held', async () => {
    const { kernel, link } = await attached();
    link.ask({ do: 'list' });
    receive(kernel, { re: 1, event: 'ack' });
    await settle(1100);
    expect(link.waiting).toBe(false);
    link.ask({ do: 'stop' });
    await settle(1100);
    expect(link.waiting).toBe(true);
    receive(kernel, { re: 2, event: 'ack' });
    expect(link.waiting).toBe(false);
  });

  it('end with the link', async () => {
    const { kernel, link } = await attached();
    link.dispose();
    expect(kernel.request.closed && kernel.push.closed).toBe(true);
    expect(link.ask({ do: 'list' })).toBeNull();
  });
});
