/** The only file that talks to the server. */

import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { IMessage } from './chat/records';
import { readChats } from './chat/shapes';
import type { IChatServer, IKeeping } from './chat/tokens';
import type { IDecisionRequest, ILog, IReceipt, IScan } from './recording';
import type {
  DisclosureStyle,
  ExportKind,
  IAppended,
  IDisclosed,
  IExported,
  IProvenanceServer,
  IRedacted
} from './review/tokens';
import type { IStatus, IStatusServer } from './status/tokens';
import type {
  INotesRequest,
  IServer,
  IServerStatus,
  NotesEvent
} from './tokens';
import { Trouble } from './tokens';
import { trans } from './translation';

const unreachable = (): string =>
  trans.__(
    'Is JupyterLab still running? Its terminal window says so; then try again.'
  );
const notServed = (): string =>
  trans.__(
    'Run `jupyter server extension enable jupyter_sciassist` where JupyterLab is installed, then start JupyterLab again.'
  );

/** The routes below /sciassist. */
export class Server
  implements IServer, IProvenanceServer, IStatusServer, IChatServer
{
  constructor(private readonly _settings: ServerConnection.ISettings) {}

  async status(): Promise<IServerStatus> {
    return (await this._json('status')) as IServerStatus;
  }

  async fullStatus(hash: boolean): Promise<IStatus> {
    return (await this._json(hash ? 'status?hash=1' : 'status')) as IStatus;
  }

  async notes(
    request: INotesRequest,
    each: (event: NotesEvent) => void,
    signal: AbortSignal
  ): Promise<void> {
    const response = await this._send('notes', request, signal);
    if (response.body !== null) {
      await lines(response.body, line => {
        each(JSON.parse(line) as NotesEvent);
      });
    }
  }

  async pause(kernel: string | null, paused: boolean): Promise<void> {
    await this._send('notes/pause', { kernel, paused });
  }

  async decide(request: IDecisionRequest): Promise<IReceipt> {
    return (await this._json('decisions', request)) as IReceipt;
  }

  async scan(request: IDecisionRequest): Promise<IScan> {
    return (await this._json('provenance/scan', request)) as IScan;
  }

  async mergeByUnion(notebook: string): Promise<void> {
    await this._send('provenance/gitattributes', { path: notebook });
  }

  async log(path: string): Promise<ILog> {
    return (await this._json(
      `log${URLExt.objectToQueryString({ path })}`
    )) as ILog;
  }

  async secret(kernel: string): Promise<{ url: string; token: string }> {
    const { url, token } = (await this._json('secret', { kernel })) as {
      url: string;
      token: string;
    };
    return { url, token };
  }

  async download(url: string, signal?: AbortSignal): Promise<Uint8Array> {
    const init = signal === undefined ? {} : { signal };
    const response = await this._fetch(url, init);
    if (!response.ok) {
      throw new ServerConnection.ResponseError(response);
    }
    return new Uint8Array(await response.arrayBuffer());
  }

  async export(path: string, kind: ExportKind): Promise<IExported> {
    return (await this._provenance('export', { path, kind })) as IExported;
  }

  async disclose(path: string, style: DisclosureStyle): Promise<IDisclosed> {
    return (await this._provenance('disclose', { path, style })) as IDisclosed;
  }

  async note(
    path: string,
    record: string,
    text: string,
    by: string | null
  ): Promise<IAppended> {
    const body = { path, record, text, by };
    return (await this._provenance('note', body)) as IAppended;
  }

  async redact(
    path: string,
    record: string,
    pointers: readonly string[],
    reason: string
  ): Promise<IRedacted> {
    const body = { path, record, pointers, reason };
    return (await this._provenance('redact', body)) as IRedacted;
  }

  async chat(
    path: string
  ): Promise<IKeeping & { readonly messages: readonly IMessage[] }> {
    const { messages, dropped, told } = (await this._json(
      chatRoute('', path)
    )) as IKeeping & { messages: unknown };
    return { messages: readChats('Message', messages), dropped, told };
  }

  async saveChat(
    path: string,
    messages: readonly IMessage[]
  ): Promise<IKeeping> {
    const body = { messages };
    return (await this._json(chatRoute('', path), body)) as IKeeping;
  }

  async clearChat(path: string): Promise<void> {
    await this._request(chatRoute('', path), { method: 'DELETE' });
  }

  async chatMarkdown(path: string): Promise<string> {
    return (await this._send(chatRoute('/markdown', path))).text();
  }

  private _provenance(verb: string, body: object): Promise<unknown> {
    return this._json(`provenance/${verb}`, body);
  }

  private async _json(route: string, body?: object): Promise<unknown> {
    const response = await this._send(route, body);
    try {
      return await response.json();
    } catch {
      throw new Trouble(
        trans.__(
          'The server answered %1 with something that is no JSON.',
          route
        ),
        notServed()
      );
    }
  }

  private async _send(
    route: string,
    body?: object,
    signal?: AbortSignal
  ): Promise<Response> {
    return this._request(route, {
      method: body === undefined ? 'GET' : 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal })
    });
  }

  private async _request(route: string, init: RequestInit): Promise<Response> {
    const url = URLExt.join(this._settings.baseUrl, 'sciassist') + `/${route}`;
    const response = await this._fetch(url, init);
    if (!response.ok) {
      throw await refusal(response);
    }
    return response;
  }

  private async _fetch(url: string, init: RequestInit): Promise<Response> {
    try {
      return await ServerConnection.makeRequest(url, init, this._settings);
    } catch (error) {
      if (init.signal?.aborted === true) {
        throw error;
      }
      throw new Trouble(
        trans.__('The Jupyter server does not answer.'),
        unreachable(),
        true
      );
    }
  }
}

function chatRoute(verb: string, path: string): string {
  return `chat${verb}${URLExt.objectToQueryString({ path })}`;
}

async function refusal(response: Response): Promise<Trouble> {
  let told: { message?: unknown; cure?: unknown } = {};
  try {
    told = (await response.json()) as typeof told;
  } catch {
    // An answer of some proxy or of JupyterLab itself: the status says what can be said.
  }
  if (response.status === 404 && typeof told.cure !== 'string') {
    return new Trouble(
      trans.__('The server side of jupyter_sciassist is not running.'),
      notServed(),
      true
    );
  }
  const message =
    typeof told.message === 'string' && told.message !== ''
      ? told.message
      : trans.__(
          'The server refused with %1 %2.',
          response.status,
          response.statusText
        );
  const cure = typeof told.cure === 'string' ? told.cure : unreachable();
  return new Trouble(message, cure);
}

/** Each line of a stream as soon as it is whole. */
export async function lines(
  body: ReadableStream<Uint8Array>,
  each: (line: string) => void
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const whole = rest.split('\n');
    rest = whole.pop() ?? '';
    whole.filter(line => line.trim() !== '').forEach(each);
    if (done) {
      break;
    }
  }
  if (rest.trim() !== '') {
    each(rest);
  }
}
