/** What of the chat is there from the start: its places, its commands, and the policy that may forbid it. */

import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette, IThemeManager } from '@jupyterlab/apputils';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import type { ILauncher } from '@jupyterlab/launcher';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISidePlace } from '../room';
import type { IStatusServer } from '../status/tokens';
import type { INotebookAssistant, IServer } from '../tokens';
import type { Chats } from './chats';
import { addChatCommands, ChatIDs } from './commands';
import { ChatShell } from './shell';
import type { IChatServer } from './tokens';

/** What the chat needs of the world. */
export interface IChatWorld {
  readonly app: JupyterFrontEnd;
  readonly notebooks: INotebookTracker;
  readonly server: IServer & IChatServer & IStatusServer;
  readonly assistantOf: (notebook: NotebookPanel) => INotebookAssistant;
  /** Open a card of the current notebook in the assistant's panel. */
  readonly showCard: (suggestion: string) => void;
  readonly setVisible: (visible: boolean) => void;
  /** Make room for a place in the side bar when it opens. */
  readonly makeRoom: (place: ISidePlace) => void;
  readonly themes: IThemeManager | null;
  readonly palette: ICommandPalette | null;
  readonly launcher: ILauncher | null;
  readonly restorer: ILayoutRestorer | null;
  readonly trans: TranslationBundle;
}

/** Put the chat into the side bar, and make the commands that open it. */
export function addChat(world: IChatWorld): void {
  const places = new Places(world);
  addChatCommands(world, places);
  void forbid(world, places);
}

/** The chat's places, and what is in them once one was seen. */
export class Places {
  constructor(private readonly _world: IChatWorld) {
    const { app, restorer, trans } = _world;
    this.side = new ChatShell('sidebar', null, trans);
    this.side.id = 'jupyter-sciassist-chat';
    this._watch(this.side);
    _world.makeRoom(this.side);
    app.shell.add(this.side, 'right', { rank: 310 });
    restorer?.add(this.side, this.side.id);
    void restorer?.restore(this._tabs, {
      command: ChatIDs.openTab,
      args: ({ content }) => ({ path: content.path }),
      name: ({ content }) => content.path ?? ''
    });
  }

  readonly side: ChatShell;

  /** A policy forbids the chat. */
  get forbidden(): boolean {
    return this._forbidden;
  }

  forbid(): void {
    this._forbidden = true;
    this.side.dispose();
    this._tabs.forEach(tab => {
      tab.dispose();
    });
    this._world.app.commands.notifyCommandChanged();
  }

  /** Show the chat in the side bar. */
  open(): void {
    this._world.app.shell.activateById(this.side.id);
    this.side.focusLine();
  }

  /** Show the chat about a notebook in a tab of its own. */
  openTab(path: string | null): void {
    const { app } = this._world;
    const known = this._tabs.find(({ content }) => content.path === path);
    const tab = known ?? this._tab(path);
    app.shell.activateById(tab.id);
    tab.content.focusLine();
  }

  /** The conversations; loaded on first use. */
  load(): Promise<Chats> {
    this._chats ??= import('./chats').then(
      ({ Chats }) => new Chats(this._world)
    );
    return this._chats;
  }

  private _tab(path: string | null): MainAreaWidget<ChatShell> {
    const { app, trans } = this._world;
    const content = new ChatShell('main', path, trans);
    content.title.label = trans.__('Chat');
    const tab = new MainAreaWidget({ content });
    tab.id = `jupyter-sciassist-chat-${(this._count += 1)}`;
    tab.title.closable = true;
    tab.toolbar.hide();
    this._watch(content);
    void this._tabs.add(tab);
    app.shell.add(tab, 'main', { mode: 'split-right' });
    return tab;
  }

  private _watch(shell: ChatShell): void {
    this._shells.add(shell);
    shell.visibilityChanged.connect((_, visible) => {
      const seen = [...this._shells].some(one => one.isVisible);
      this._world.setVisible(seen);
      if (visible && !this._filled.has(shell)) {
        this._filled.add(shell);
        void this.load().then(chats => {
          chats.fill(shell);
        });
      }
    });
    shell.disposed.connect(() => {
      this._shells.delete(shell);
    });
  }

  private _forbidden = false;
  private _count = 0;
  private _chats: Promise<Chats> | null = null;
  private readonly _shells = new Set<ChatShell>();
  private readonly _filled = new WeakSet<ChatShell>();
  private readonly _tabs = new WidgetTracker<MainAreaWidget<ChatShell>>({
    namespace: 'sciassist-chat'
  });
}

/** Take the chat away where the server says so; where the server does not answer, the chat itself says that. */
async function forbid(world: IChatWorld, places: Places): Promise<void> {
  await world.app.restored;
  const status = await world.server.status().catch(() => null);
  if (status?.policies.chat.value === 'force-off') {
    places.forbid();
  }
}
