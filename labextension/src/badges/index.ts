/** Badges in every notebook, and their two commands. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import { readSettings } from '../settings';
import type { IAssistant, IServer } from '../tokens';
import { digest, mark } from './blame';
import type { IBadgeNeeds, OpenRecord } from './follower';
import { BadgeFollower, KEY } from './follower';
import { download } from './reader';

/** Ids of the commands; the last is the review's, called where it is there. */
export const BadgeCommandIDs = {
  everyCell: 'sciassist:badges-every-cell',
  byHand: 'sciassist:state-by-hand',
  openRecord: 'sciassist:open-record'
} as const;

/** What the badges are made with. */
export interface IBadgeParts {
  readonly app: JupyterFrontEnd;
  readonly notebooks: INotebookTracker;
  readonly assistant: IAssistant;
  readonly server: IServer;
  readonly settings: ISettingRegistry.ISettings | null;
  readonly palette: ICommandPalette | null;
  readonly trans: TranslationBundle;
}

/** Follow every notebook with badges. */
export function addBadges(parts: IBadgeParts): void {
  const { app, notebooks, settings } = parts;
  const followers = new Map<NotebookPanel, BadgeFollower>();
  const needs = needsOf(parts);
  const follow = (panel: NotebookPanel): void => {
    followers.set(panel, new BadgeFollower(panel, needs));
    panel.disposed.connect(() => {
      followers.delete(panel);
    });
  };
  notebooks.forEach(follow);
  notebooks.widgetAdded.connect((_, panel) => {
    follow(panel);
  });
  // What others did to the log meanwhile is seen when the notebook comes to the front.
  notebooks.currentChanged.connect((_, panel) => {
    followers.get(panel as NotebookPanel)?.look();
  });
  const refresh = (): void => {
    followers.forEach(follower => {
      follower.refresh();
    });
  };
  settings?.changed.connect(refresh);
  app.commands.commandChanged.connect((_, { id, type }) => {
    if (id === BadgeCommandIDs.openRecord && type !== 'changed') {
      refresh();
    }
  });
  addCommands(parts);
}

function needsOf({
  app,
  assistant,
  server,
  settings,
  trans
}: IBadgeParts): IBadgeNeeds {
  const open: OpenRecord = (path, record) => {
    void app.commands.execute(BadgeCommandIDs.openRecord, { path, record });
  };
  return {
    contents: app.serviceManager.contents,
    text: download(app.serviceManager),
    exists: async notebook => (await server.log(notebook)).state !== 'none',
    everyCell: () => readSettings(settings).everyCell,
    open: () =>
      app.commands.hasCommand(BadgeCommandIDs.openRecord) ? open : null,
    profiles: notebook => {
      const view = assistant.current?.view;
      return view?.path === notebook ? view.variables : [];
    },
    trans
  };
}

function addCommands({
  app,
  notebooks,
  settings,
  palette,
  trans
}: IBadgeParts): void {
  const { commands } = app;
  const describedBy = { args: { type: 'object', properties: {} } } as const;
  commands.addCommand(BadgeCommandIDs.everyCell, {
    label: trans.__('Show Provenance of Every Cell'),
    caption: trans.__(
      'Also of the code cells that nothing is on record of; else only of those with a record or a mark'
    ),
    describedBy,
    isToggleable: true,
    isToggled: () => readSettings(settings).everyCell,
    isEnabled: () => settings !== null,
    execute: () => settings?.set('everyCell', !readSettings(settings).everyCell)
  });
  commands.addCommand(BadgeCommandIDs.byHand, {
    label: trans.__('State That the Selected Cells Were Written by Hand'),
    caption: trans.__(
      'A statement in the notebook about their present text; what is on record comes first'
    ),
    describedBy,
    isEnabled: () => notebooks.currentWidget?.content.model?.readOnly === false,
    execute: () => {
      stateByHand(notebooks.currentWidget);
    }
  });
  const category = trans.__('Research Assistant');
  for (const command of [BadgeCommandIDs.everyCell, BadgeCommandIDs.byHand]) {
    palette?.addItem({ command, category });
  }
  settings?.changed.connect(() => {
    commands.notifyCommandChanged(BadgeCommandIDs.everyCell);
  });
}

/** Write the hash of each selected cell's text into its metadata; a second time takes it out. */
export function stateByHand(panel: NotebookPanel | null): void {
  const content = panel?.content;
  const chosen = (content?.widgets ?? [])
    .filter(cell => content?.isSelectedOrActive(cell))
    .map(({ model }) => ({
      model,
      sha256: digest(model.sharedModel.getSource())
    }));
  const stated = chosen.every(
    ({ model, sha256 }) => mark(model.getMetadata(KEY)).stated === sha256
  );
  for (const { model, sha256 } of chosen) {
    const marked: Record<string, unknown> = {
      ...(model.getMetadata(KEY) as object | undefined),
      human: sha256
    };
    if (stated) {
      delete marked['human'];
    }
    if (Object.keys(marked).length === 0) {
      model.deleteMetadata(KEY);
    } else {
      model.setMetadata(KEY, marked);
    }
  }
}
