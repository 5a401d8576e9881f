import { Clipboard } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import {
  act,
  fireEvent,
  render,
  screen,
  waitFor
} from '@testing-library/react';
import * as React from 'react';
import { StatusCard } from '../status/card';
import { report } from '../status/report';
import type { IStatus } from '../status/tokens';
import { Trouble } from '../tokens';
import { READY, settle } from './fakes';

const trans = nullTranslator.load('jupyter_sciassist');
const SHA = `cc324af070c2${'0'.repeat(52)}`;
const CHOICE = { value: 'user-choice', locked: false } as const;

const STATUS: IStatus = {
  version: '0.1.0',
  model: READY,
  queue: 0,
  settings: { record_rejections: true, on_failure: 'warn' },
  pid: 42,
  policies: { chat: CHOICE, model: CHOICE, network: CHOICE },
  file: { name: 'qwen.gguf', sha256: SHA, bytes: 1_117_320_768 },
  memory: { worker: 1_300_000_000, server: 120_000_000 },
  speed: { prompt: 80.4, answer: 21.6 },
  connections: [],
  versions: { python: '3.12.1', jupyterlab: '4.6.6', llama_cpp_python: null },
  log_file: null
};

/** What is written under a heading of the card. */
function fact(label: string): string {
  const term = screen.getByText(label, { selector: 'dt' });
  return term.nextElementSibling?.textContent ?? '';
}

async function show(
  ...answers: readonly (IStatus | Trouble)[]
): Promise<{ asked: boolean[]; unmount: () => void }> {
  const asked: boolean[] = [];
  const server = {
    fullStatus: async (hash: boolean): Promise<IStatus> => {
      asked.push(hash);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer === undefined || answer instanceof Trouble) {
        throw answer ?? new Error('no answer');
      }
      return answer;
    }
  };
  const { unmount } = render(<StatusCard server={server} trans={trans} />);
  await act(() => settle());
  return { asked, unmount };
}

it('says at a glance what a bug report needs', async () => {
  const { unmount } = await show(STATUS);
  expect(fact('Model')).toBe('Qwen, ready');
  expect(fact('File')).toBe('qwen.gguf, 1117 MB');
  expect(fact('SHA-256')).toContain('cc324af070c2…');
  expect(fact('Memory')).toBe('model 1300 MB, server 120 MB');
  expect(fact('Speed')).toBe('reads 80, writes 22 tokens a second');
  expect(fact('Queue')).toBe('no request');
  expect(fact('Network')).toBe('no connections');
  expect(fact('Log file')).toBe('none, the log goes to the terminal');
  expect(fact('Versions')).toBe(
    'jupyter_sciassist 0.1.0, python 3.12.1, jupyterlab 4.6.6, llama_cpp_python not installed'
  );
  unmount();
});

it('marks what is decided by a lock with a name', async () => {
  const policies = {
    ...STATUS.policies,
    network: { value: 'force-off', locked: true } as const
  };
  const { unmount } = await show({ ...STATUS, policies });
  expect(fact('Policies')).toBe(
    'Conversation: your choiceLanguage model: your choiceNetwork: forced off'
  );
  const lock = screen.getByRole('img');
  expect(lock.getAttribute('aria-label')).toBe(
    'Whoever runs this server decided it'
  );
  expect(lock.parentElement?.textContent).toContain('Network');
  unmount();
});

it('copies the whole hash and the whole report', async () => {
  const copied = jest
    .spyOn(Clipboard, 'copyToSystem')
    .mockImplementation(() => undefined);
  const { unmount } = await show(STATUS);
  fireEvent.click(screen.getByRole('button', { name: 'Copy the SHA-256' }));
  fireEvent.click(
    screen.getByRole('button', { name: 'Copy for a bug report' })
  );
  expect(copied.mock.calls).toEqual([
    [SHA],
    [report(STATUS, navigator.userAgent)]
  ]);
  copied.mockRestore();
  unmount();
});

it('shows the rest while a file is read for its hash', async () => {
  const file = { name: 'qwen.gguf', sha256: null, bytes: 5 };
  const { asked, unmount } = await show({ ...STATUS, file }, STATUS);
  await waitFor(() => {
    expect(fact('SHA-256')).toContain('cc324af070c2…');
  });
  expect(asked).toEqual([false, true]);
  unmount();
});

it('says that the file is being read', async () => {
  const file = { name: 'qwen.gguf', sha256: null, bytes: 5 };
  const { unmount } = await show({ ...STATUS, file });
  expect(fact('SHA-256')).toBe('the file is being read…');
  unmount();
});

it('says what went wrong and keeps what was known', async () => {
  const gone = new Trouble('The server is gone.', 'Start it again.');
  const { unmount } = await show(STATUS, gone);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toBe('The server is gone. Start it again.');
  expect(fact('Model')).toBe('Qwen, ready');
  unmount();
});

it('asks no more when it is closed', async () => {
  const { asked, unmount } = await show(STATUS);
  unmount();
  const before = asked.length;
  await settle(20);
  expect(asked.length).toBe(before);
});

it('names where an endpoint is and what the model lacks', async () => {
  const model = {
    id: 'm',
    name: 'm',
    state: 'failed',
    detail: 'It hung up.',
    endpoint: { host: 'gpu01:8000', local: false, encrypted: true },
    window: 32768,
    needs: null
  } as const;
  const { unmount } = await show({
    ...STATUS,
    model,
    pid: null,
    file: null,
    speed: null,
    queue: 2,
    connections: ['gpu01:8000']
  });
  expect(fact('Model')).toBe(
    'm at gpu01:8000 (what it is asked leaves this machine), failedIt hung up.'
  );
  expect(fact('Network')).toBe('gpu01:8000');
  expect(fact('Memory')).toBe('server 120 MB');
  expect(fact('Speed')).toBe('not measured yet');
  expect(fact('Queue')).toBe('2 requests');
  unmount();
});

it('reports as the command does', () => {
  expect(report(STATUS, 'Firefox').split('\n')).toEqual([
    'jupyter_sciassist 0.1.0',
    'python 3.12.1',
    'jupyterlab 4.6.6',
    'llama_cpp_python not installed',
    'browser Firefox',
    'model Qwen, ready',
    `model file: qwen.gguf, 1117320768 bytes, sha256 ${SHA}`,
    'chat policy user-choice, model policy user-choice, network policy user-choice',
    'network connections: none',
    'requests waiting: 0',
    'model process: 1300 MB',
    'server process: 120 MB',
    'tokens a second: prompt 80, answer 22',
    'log file: none, it goes to the terminal'
  ]);
});
