/** The user's settings as plain values. */

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ISettings } from './tokens';

export const DEFAULTS: ISettings = {
  auto: true,
  notes: true,
  top: 20,
  name: '',
  openOnStart: true,
  declinedRepositories: [],
  everyCell: false
};

/** Settings from the registry, defaults where it has none. */
export function readSettings(
  settings: ISettingRegistry.ISettings | null
): ISettings {
  return { ...DEFAULTS, ...(settings?.composite as Partial<ISettings>) };
}
