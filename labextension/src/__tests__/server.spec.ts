import { ServerConnection } from '@jupyterlab/services';
import type { IDecisionRequest } from '../recording';
import { lines, Server } from '../server';
import type { NotesEvent } from '../tokens';
import { Trouble } from '../tokens';

type Answer = { status?: number; body?: string; parts?: readonly string[] };

/** A server at /hub/ that answers as told; what was asked is written down. */
function serverWith(answer: Answer | Error): {
  server: Server;
  asked: { url: string; method: string; body: string }[];
} {
  const asked: { url: string; method: string; body: string }[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const body = await request.text();
    // JupyterLab adds a time against caches.
    const url = request.url.replace(/[?&]\d+$/, '');
    asked.push({ url, method: request.method, body });
    if (answer instanceof Error) {
      throw answer;
    }
    return {
      ok: (answer.status ?? 200) < 400,
      status: answer.status ?? 200,
      statusText: 'Status',
      json: async () => JSON.parse(answer.body ?? '') as unknown,
      body: streamOf(answer.parts ?? [])
    } as unknown as Response;
  };
  const settings = ServerConnection.makeSettings({
    baseUrl: 'http://localhost:8888/hub/',
    fetch: fetch as unknown as typeof globalThis.fetch
  });
  return { server: new Server(settings), asked };
}

function streamOf(parts: readonly string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const left = parts.map(part => encoder.encode(part));
  return {
    getReader: () => ({
      read: async () => {
        const value = left.shift();
        return { done: value === undefined, value };
      }
    })
  } as unknown as ReadableStream<Uint8Array>;
}

async function troubleOf(promise: Promise<unknown>): Promise<Trouble> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Trouble) {
      return error;
    }
  }
  throw new Error('no trouble');
}

describe('Server', () => {
  it('looks at a decision and adds the rule of git below /sciassist', async () => {
    const scan = { findings: [], gitattributes: null };
    const { server, asked } = serverWith({ body: JSON.stringify(scan) });
    const request = { verb: 'accepted' } as unknown as IDecisionRequest;
    expect(await server.scan(request)).toEqual(scan);
    await server.mergeByUnion('a b.ipynb');
    expect(asked).toEqual([
      {
        url: 'http://localhost:8888/hub/sciassist/provenance/scan',
        method: 'POST',
        body: '{"verb":"accepted"}'
      },
      {
        url: 'http://localhost:8888/hub/sciassist/provenance/gitattributes',
        method: 'POST',
        body: '{"path":"a b.ipynb"}'
      }
    ]);
  });

  it('asks below the base URL, with the path of the notebook quoted', async () => {
    const { server, asked } = serverWith({ body: '{"state":"none"}' });
    await server.log('my folder/ä&b.ipynb');
    expect(asked[0]?.url).toBe(
      'http://localhost:8888/hub/sciassist/log?path=my%20folder%2F%C3%A4%26b.ipynb'
    );
    expect(asked[0]?.method).toBe('GET');
  });

  it('posts JSON', async () => {
    const { server, asked } = serverWith({ body: '' });
    await server.pause('k1', true);
    expect(asked).toEqual([
      {
        url: 'http://localhost:8888/hub/sciassist/notes/pause',
        method: 'POST',
        body: '{"kernel":"k1","paused":true}'
      }
    ]);
  });

  it('tells events of a stream as their lines are whole', async () => {
    const { server } = serverWith({
      parts: ['{"event":"order","ids":["a', '"]}\n{"event":', '"done"}\n']
    });
    const events: NotesEvent[] = [];
    await server.notes(
      { suggestions: [], tables: {}, opened: null, kernel: null },
      event => events.push(event),
      new AbortController().signal
    );
    expect(events).toEqual([{ event: 'order', ids: ['a'] }, { event: 'done' }]);
  });

  it('splits no letter that comes in two parts', async () => {
    const bytes = new TextEncoder().encode('ä\nlast');
    const parts = [bytes.slice(0, 1), bytes.slice(1)];
    const told: string[] = [];
    await lines(
      {
        getReader: () => ({
          read: async () => {
            const value = parts.shift();
            return { done: value === undefined, value };
          }
        })
      } as unknown as ReadableStream<Uint8Array>,
      line => told.push(line)
    );
    expect(told).toEqual(['ä', 'last']);
  });

  it('hands on message and cure of a refusal', async () => {
    const { server } = serverWith({
      status: 507,
      body: '{"message":"The disk is full.","cure":"Make room."}'
    });
    const trouble = await troubleOf(server.status());
    expect([trouble.message, trouble.cure, trouble.unreachable]).toEqual([
      'The disk is full.',
      'Make room.',
      false
    ]);
  });

  it('knows that the extension is not running', async () => {
    const { server } = serverWith({ status: 404, body: 'no JSON' });
    const trouble = await troubleOf(server.status());
    expect(trouble.message).toBe(
      'The server side of jupyter_sciassist is not running.'
    );
    expect(trouble.unreachable).toBe(true);
  });

  it('knows that nobody answers', async () => {
    const { server } = serverWith(new TypeError('Failed to fetch'));
    const trouble = await troubleOf(server.status());
    expect(trouble.message).toBe('The Jupyter server does not answer.');
    expect(trouble.unreachable).toBe(true);
  });
});
