/** The person's language for what no view says: errors and their cures. Views are given theirs. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { nullTranslator } from '@jupyterlab/translation';

/** Looked up at each use: English until the plugin is started. */
export let trans: TranslationBundle = nullTranslator.load('jupyter_sciassist');

/** Say errors as this bundle does from now on. */
export function speak(bundle: TranslationBundle): void {
  trans = bundle;
}
