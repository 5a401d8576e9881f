/** All conversations of the page, and the views of them: loaded when the chat is first seen. */

import '@jupyter/chat/style/index.js';
import {
  Dialog,
  ReactWidget,
  showDialog,
  UseSignal
} from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import * as React from 'react';
import { NoNotebook } from '../states';
import { Conversation } from './conversation';
import { acceptDrops } from './dropping';
import { Furniture } from './furniture';
import type { IChatWorld } from './index';
import type { ChatShell } from './shell';
import type { IPlaces } from './tokens';
import { Chat } from './view';

export class Chats {
  constructor(private readonly _world: IChatWorld) {
    window.addEventListener('pagehide', () => {
      this._conversations.forEach(conversation => {
        conversation.leave();
      });
    });
  }

  /** The conversation about a notebook, its history being read. */
  of(notebook: NotebookPanel): Conversation {
    const known = this._conversations.get(notebook);
    if (known !== undefined) {
      return known;
    }
    const { server, assistantOf, trans } = this._world;
    const conversation = new Conversation({
      assistant: assistantOf(notebook),
      server,
      confirmClear: () => this._confirmClear(),
      now: () => new Date().toISOString(),
      trans
    });
    this._conversations.set(notebook, conversation);
    notebook.disposed.connect(() => {
      this._conversations.delete(notebook);
      conversation.dispose();
    });
    return conversation;
  }

  /** Put the view into its place. */
  fill(shell: ChatShell): void {
    if (!shell.isDisposed) {
      shell.addWidget(new ChatView(this, shell, this._world));
    }
  }

  private async _confirmClear(): Promise<boolean> {
    const { trans } = this._world;
    const { button } = await showDialog({
      title: trans.__('Delete this conversation?'),
      body: trans.__(
        'The messages about this notebook are deleted for good. What you accepted stays in the notebook and on record.'
      ),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.warnButton({ label: trans.__('Delete') })
      ]
    });
    return button.accept;
  }

  private readonly _conversations = new Map<NotebookPanel, Conversation>();
}

/** The chat of the notebook that its place is about. */
class ChatView extends ReactWidget {
  constructor(
    private readonly _chats: Chats,
    private readonly _shell: ChatShell,
    private readonly _world: IChatWorld
  ) {
    super();
    const { notebooks } = _world;
    this.addClass('jp-sciassist-chatview');
    notebooks.currentChanged.connect(this._look, this);
    notebooks.widgetAdded.connect(this._look, this);
    acceptDrops(
      this.node,
      attachments => {
        if (this._notebook !== null) {
          _chats.of(this._notebook).attach(attachments);
        }
      },
      inside =>
        this._notebook?.content.widgets.find(one => one.node.contains(inside))
          ?.model.id ?? null
    );
    this._look();
  }

  override dispose(): void {
    const { notebooks } = this._world;
    notebooks.currentChanged.disconnect(this._look, this);
    notebooks.widgetAdded.disconnect(this._look, this);
    for (const { adapter } of this._furniture.values()) {
      adapter.dispose();
    }
    super.dispose();
  }

  protected override render(): JSX.Element {
    const { themes, trans } = this._world;
    return (
      <UseSignal signal={this._changed}>
        {() => {
          const notebook = this._notebook;
          if (notebook === null) {
            return <NoNotebook trans={trans} />;
          }
          return (
            <Chat
              key={notebook.id}
              conversation={this._chats.of(notebook)}
              furniture={this._furnitureOf(notebook)}
              places={this._placesOf(notebook)}
              area={this._shell.area}
              wantsFocus={() => this._shell.takeFocusWish()}
              themes={themes}
              trans={trans}
            />
          );
        }}
      </UseSignal>
    );
  }

  /** The notebook of this place may be another now. */
  private _look(): void {
    const { notebooks, trans } = this._world;
    const { path } = this._shell;
    const found =
      path === null
        ? notebooks.currentWidget
        : (notebooks.find(one => one.context.path === path) ?? null);
    if (found === this._notebook) {
      return;
    }
    this._notebook = found;
    found?.disposed.connect(() => {
      this._furniture.get(found)?.adapter.dispose();
      this._furniture.delete(found);
      this._notebook = null;
      this._changed.emit();
    });
    found?.context.pathChanged.connect((_, now) => {
      if (this._shell.path !== null) {
        this._shell.path = now;
      }
    });
    if (found !== null && this._shell.area === 'main') {
      const name = found.title.label;
      this._shell.title.label = trans.__('Chat: %1', name);
    }
    this._changed.emit();
  }

  private _furnitureOf(notebook: NotebookPanel): Furniture {
    const known = this._furniture.get(notebook);
    if (known !== undefined) {
      return known;
    }
    const conversation = this._chats.of(notebook);
    const made = new Furniture(conversation, this._world.trans);
    this._furniture.set(notebook, made);
    return made;
  }

  private _placesOf(notebook: NotebookPanel): IPlaces {
    const { app, assistantOf, showCard } = this._world;
    return {
      card: suggestion => {
        app.shell.activateById(notebook.id);
        showCard(suggestion);
      },
      cell: id => {
        app.shell.activateById(notebook.id);
        assistantOf(notebook).reveal(id);
      }
    };
  }

  private _notebook: NotebookPanel | null = null;
  private readonly _furniture = new Map<NotebookPanel, Furniture>();
  private readonly _changed = new Signal<this, void>(this);
}
