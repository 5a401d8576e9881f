/** The plugin: makes the parts and wires them. */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILabShell, ILayoutRestorer } from '@jupyterlab/application';
import {
  ICommandPalette,
  IThemeManager,
  Notification
} from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { reveal } from './answer';
import { addBadges } from './badges';
import { addChat } from './chat';
import { CommandIDs, addCommands } from './commands';
import { Consent } from './consent';
import { AssistantPanel } from './panel';
import { PrivacyDialogs } from './privacy';
import { addReview } from './review/factory';
import type { ISidePlace } from './room';
import { makeRoomFor } from './room';
import type { IProfile } from './records';
import { Server } from './server';
import { readSettings } from './settings';
import type { ISettings } from './tokens';
import { IAssistant, PLUGIN_ID } from './tokens';
import { Tracker } from './tracker';
import { speak } from './translation';

const plugin: JupyterFrontEndPlugin<IAssistant> = {
  id: PLUGIN_ID,
  description: 'Suggestions with computed evidence for the current notebook.',
  autoStart: true,
  provides: IAssistant,
  requires: [INotebookTracker],
  optional: [
    ISettingRegistry,
    ITranslator,
    ICommandPalette,
    ILayoutRestorer,
    ILabShell,
    IThemeManager,
    ILauncher
  ],
  activate
};

export default plugin;

async function activate(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  registry: ISettingRegistry | null,
  translator: ITranslator | null,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null,
  labShell: ILabShell | null,
  themes: IThemeManager | null,
  launcher: ILauncher | null
): Promise<IAssistant> {
  const trans = (translator ?? nullTranslator).load('jupyter_sciassist');
  speak(trans);
  const settings = await loadSettings(registry, trans);
  const server = new Server(app.serviceManager.serverSettings);
  // A name that is being saved counts at once: the next click may be Accept.
  let typed: string | null = null;
  const current = (): ISettings => {
    const saved = readSettings(settings);
    return typed === null ? saved : { ...saved, name: typed };
  };
  const declined = (): readonly string[] =>
    readSettings(settings).declinedRepositories;
  const tracker = new Tracker({
    notebooks,
    server,
    consent: new Consent(server, new PrivacyDialogs(trans), {
      folders: declined,
      add: folder => {
        void settings?.set('declinedRepositories', [...declined(), folder]);
      }
    }),
    settings: current,
    setName: name => {
      typed = name;
      void settings?.set('name', name).then(() => {
        typed = typed === name ? null : typed;
      });
    }
  });
  settings?.changed.connect(() => {
    tracker.settingsChanged();
  });
  const openLog = (): void => {
    void app.commands.execute(CommandIDs.openLog);
  };
  const openStatus = (): void => {
    void app.commands.execute(CommandIDs.status);
  };
  const panel = new AssistantPanel(tracker, openLog, openStatus, trans);
  panel.visibilityChanged.connect((_, visible) => {
    tracker.setVisible('panel', visible);
  });
  const makeRoom = (place: ISidePlace): void => {
    if (labShell !== null) {
      // Until then JupyterLab puts its side bars as they were.
      void app.restored.then(() => {
        makeRoomFor(place, labShell);
      });
    }
  };
  makeRoom(panel);
  const show = (): void => {
    app.shell.activateById(panel.id);
  };
  app.shell.add(panel, 'right', { rank: 300 });
  restorer?.add(panel, panel.id);
  const showStatus = async (): Promise<void> => {
    const dialog = await import('./status/dialog');
    await dialog.showStatus(server, trans);
  };
  addCommands(app, tracker, show, showStatus, trans, palette);
  addChat({
    app,
    notebooks,
    server,
    assistantOf: notebook => tracker.of(notebook),
    showCard: suggestion => {
      show();
      tracker.current?.open(suggestion);
      requestAnimationFrame(() => {
        reveal(suggestion);
      });
    },
    setVisible: visible => {
      tracker.setVisible('chat', visible);
    },
    makeRoom,
    themes,
    palette,
    launcher,
    restorer,
    trans
  });
  const { contents } = app.serviceManager;
  const profiles = (notebook: string): readonly IProfile[] => {
    const view = tracker.current?.view;
    return view !== undefined &&
      contents.localPath(view.path) === contents.localPath(notebook)
      ? view.variables
      : [];
  };
  addReview(app, {
    world: {
      contents,
      notebooks,
      assistant: tracker,
      profiles,
      wrote: notebook => {
        const local = contents.localPath(notebook);
        tracker.logChanged(path => contents.localPath(path) === local);
      },
      server,
      name: () => current().name
    },
    openPath: path => {
      // An export may be a folder.
      void app.commands.execute('filebrowser:open-path', { path });
    },
    trans
  });
  addBadges({
    app,
    notebooks,
    profiles,
    server,
    settings,
    palette,
    trans
  });
  if (labShell !== null && readSettings(settings).openOnStart) {
    void app.restored.then(show);
  }
  return tracker;
}

async function loadSettings(
  registry: ISettingRegistry | null,
  trans: TranslationBundle
): Promise<ISettingRegistry.ISettings | null> {
  try {
    return (await registry?.load(PLUGIN_ID)) ?? null;
  } catch (error) {
    Notification.warning(
      trans.__(
        'The settings of the Research Assistant could not be read; it goes on with its defaults. %1',
        String(error)
      )
    );
    return null;
  }
}
