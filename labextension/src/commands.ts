/** Command ids and what they do. */

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { refreshIcon, stopIcon } from '@jupyterlab/ui-components';
import { isGone } from './faults';
import { assistantIcon } from './icons';
import type { IAssistant } from './tokens';

/** Ids of the commands. */
export const CommandIDs = {
  open: 'sciassist:open',
  refresh: 'sciassist:refresh',
  stop: 'sciassist:stop',
  openLog: 'sciassist:open-log',
  status: 'sciassist:status'
} as const;

/** Register the commands and put them into the palette. */
export function addCommands(
  app: JupyterFrontEnd,
  assistant: IAssistant,
  show: () => void,
  showStatus: () => Promise<void>,
  trans: TranslationBundle,
  palette: ICommandPalette | null
): void {
  const { commands } = app;
  const describedBy = { args: { type: 'object', properties: {} } } as const;
  commands.addCommand(CommandIDs.open, {
    label: trans.__('Show the Research Assistant'),
    caption: trans.__(
      'Suggestions with computed evidence for the current notebook'
    ),
    icon: assistantIcon,
    describedBy,
    execute: show
  });
  commands.addCommand(CommandIDs.refresh, {
    label: trans.__('Read the Notebook’s Data Again'),
    icon: refreshIcon,
    describedBy,
    isEnabled: () => assistant.current !== null,
    execute: () => assistant.current?.refresh()
  });
  commands.addCommand(CommandIDs.stop, {
    label: trans.__('Stop the Research Assistant'),
    caption: trans.__('Ends its computing; the notebook’s cells go on'),
    icon: stopIcon,
    describedBy,
    isEnabled: () => assistant.current?.view.working ?? false,
    execute: () => assistant.current?.stop()
  });
  commands.addCommand(CommandIDs.openLog, {
    label: trans.__('Open the Provenance Log'),
    caption: trans.__('What is on record for this notebook'),
    icon: assistantIcon,
    describedBy,
    isEnabled: () => assistant.current !== null,
    execute: () => openLog(app, assistant.current?.view.path ?? '', trans)
  });
  commands.addCommand(CommandIDs.status, {
    label: trans.__('Research Assistant: Status'),
    caption: trans.__(
      'The model, its file and memory, network connections, policies and versions'
    ),
    describedBy,
    execute: showStatus
  });
  const category = trans.__('Research Assistant');
  for (const command of Object.values(CommandIDs)) {
    palette?.addItem({ command, category });
  }
  assistant.changed.connect(() => {
    commands.notifyCommandChanged();
  });
}

/** Open the log beside a notebook; where there is none yet, say so. */
async function openLog(
  app: JupyterFrontEnd,
  notebook: string,
  trans: TranslationBundle
): Promise<void> {
  const { contents } = app.serviceManager;
  const path = `${contents.localPath(notebook)}.prov.jsonl`;
  try {
    await contents.get(path, { content: false });
  } catch (error) {
    if (!isGone(error)) {
      throw error;
    }
    Notification.info(
      trans.__(
        'Nothing is on record for %1 yet. A log is begun with the first suggestion that you accept or reject.',
        notebook
      )
    );
    return;
  }
  await app.commands.execute('docmanager:open', { path });
}
