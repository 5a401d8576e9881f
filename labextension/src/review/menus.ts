/** The two menus of the document: what a log can be exported as, and whom it can be disclosed to. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import type { DisclosureStyle, ExportKind } from './tokens';

/** Kinds of export and what they are called. */
export function exportKinds(
  trans: TranslationBundle
): readonly (readonly [ExportKind, string])[] {
  return [
    ['rocrate-1.1', trans.__('RO-Crate 1.1 with Process Run Crate')],
    ['rocrate-1.3', trans.__('RO-Crate 1.3')],
    ['prov-json', trans.__('W3C PROV-JSON')],
    ['prov-n', trans.__('W3C PROV-N')],
    ['agent-trace', trans.__('Agent Trace')],
    ['csv', trans.__('Table (CSV)')],
    ['html', trans.__('Report (one HTML file)')]
  ];
}

/** Styles of a disclosure and whose they are. */
export function disclosureStyles(): readonly (readonly [
  DisclosureStyle,
  string
])[] {
  return [
    ['icmje', 'ICMJE'],
    ['jama', 'JAMA'],
    ['nature', 'Nature Portfolio'],
    ['elsevier', 'Elsevier'],
    ['neurips', 'NeurIPS'],
    ['gamer', 'GAMER']
  ];
}

/** Open a menu below a button; keyboard, roles and theme are those of JupyterLab's own menus. */
export function openMenu<T extends string>(
  below: HTMLElement,
  items: readonly (readonly [T, string])[],
  choose: (item: T) => void
): void {
  const commands = new CommandRegistry();
  const menu = new Menu({ commands });
  for (const [item, label] of items) {
    commands.addCommand(item, {
      label,
      execute: () => {
        choose(item);
      }
    });
    menu.addItem({ command: item });
  }
  menu.aboutToClose.connect(() => {
    below.setAttribute('aria-expanded', 'false');
    below.focus();
  });
  const { left, bottom } = below.getBoundingClientRect();
  below.setAttribute('aria-expanded', 'true');
  menu.open(left, bottom);
  menu.activeIndex = 0;
}
