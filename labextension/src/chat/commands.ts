/** Commands of the chat: to open it, and to ask about a cell. */

import type { CodeCell } from '@jupyterlab/cells';
import type * as nbformat from '@jupyterlab/nbformat';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import { chatIcon } from '../icons';
import type { IChatWorld, Places } from './index';
import { hasFailed, outputOf } from './outputs';

/** Ids of the commands. */
export const ChatIDs = {
  open: 'sciassist:open-chat',
  openTab: 'sciassist:open-chat-tab',
  explain: 'sciassist:explain-output',
  fix: 'sciassist:fix-error'
} as const;

const NOTHING = { args: { type: 'object', properties: {} } } as const;
const PATH = {
  args: {
    type: 'object',
    properties: { path: { type: ['string', 'null'] } }
  }
} as const;

/** Register the commands; palette, launcher and menus name them. */
export function addChatCommands(world: IChatWorld, places: Places): void {
  const { app, notebooks, launcher, palette, trans } = world;
  const { commands } = app;
  const isVisible = (): boolean => !places.forbidden;
  commands.addCommand(ChatIDs.open, {
    label: trans.__('Show the Chat'),
    caption: trans.__('Ask about the data of the current notebook'),
    icon: chatIcon,
    describedBy: NOTHING,
    isVisible,
    execute: () => {
      places.open();
    }
  });
  commands.addCommand(ChatIDs.openTab, {
    label: ({ isLauncher }) =>
      isLauncher === true
        ? trans.__('Research Chat')
        : trans.__('Open the Chat in a Tab'),
    caption: trans.__('The chat about the current notebook, in a tab'),
    icon: chatIcon,
    describedBy: PATH,
    isVisible,
    execute: ({ path }) => {
      const current = notebooks.currentWidget?.context.path ?? null;
      places.openTab(typeof path === 'string' ? path : current);
    }
  });
  addCellCommands(world, places);
  launcher?.add({
    command: ChatIDs.openTab,
    args: { isLauncher: true },
    category: trans.__('Other'),
    rank: 60
  });
  for (const command of Object.values(ChatIDs)) {
    palette?.addItem({ command, category: trans.__('Research Assistant') });
  }
}

/** What can be asked about the cell under the pointer, or the active one. */
function addCellCommands(world: IChatWorld, places: Places): void {
  const { app, notebooks, trans } = world;
  const { commands } = app;
  commands.addCommand(ChatIDs.explain, {
    label: trans.__('Explain This Output'),
    caption: trans.__('Ask in the chat what the output of this cell means'),
    icon: chatIcon,
    describedBy: NOTHING,
    isVisible: () => !places.forbidden,
    isEnabled: () => outputOfActive(notebooks.currentWidget) !== null,
    execute: () => askAbout(world, places, '/explain')
  });
  commands.addCommand(ChatIDs.fix, {
    label: trans.__('Fix This Error'),
    caption: trans.__('Ask in the chat why this cell failed and what helps'),
    icon: chatIcon,
    describedBy: NOTHING,
    isVisible: () => !places.forbidden && failed(notebooks.currentWidget),
    execute: () => askAbout(world, places, '/fix')
  });
  const look = (): void => {
    commands.notifyCommandChanged(ChatIDs.fix);
    commands.notifyCommandChanged(ChatIDs.explain);
  };
  notebooks.activeCellChanged.connect(look);
  NotebookActions.executed.connect(look);
}

/** Ask about the active cell's output; a message that cannot be sent now stays attached to the line. */
async function askAbout(
  world: IChatWorld,
  places: Places,
  command: '/explain' | '/fix'
): Promise<void> {
  const panel = world.notebooks.currentWidget;
  const output = outputOfActive(panel);
  if (panel === null || output === null) {
    return;
  }
  places.open();
  const conversation = (await places.load()).of(panel);
  await conversation.settled();
  if (!conversation.send(command, [output])) {
    conversation.attach([output]);
  }
}

function activeCell(panel: NotebookPanel | null): nbformat.ICell | null {
  const cell = panel?.content.activeCell ?? null;
  return cell === null || cell.model.type !== 'code'
    ? null
    : ((cell as CodeCell).model.toJSON() as nbformat.ICell);
}

function outputOfActive(
  panel: NotebookPanel | null
): ReturnType<typeof outputOf> {
  const cell = activeCell(panel);
  return cell === null ? null : outputOf(cell);
}

function failed(panel: NotebookPanel | null): boolean {
  const cell = activeCell(panel);
  return cell !== null && hasFailed(cell);
}
