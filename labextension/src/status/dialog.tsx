/** The dialog around the status card. Loaded when it is first opened. */

import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { StatusCard } from './card';
import type { IStatusServer } from './tokens';

/** Show the status until it is closed. */
export async function showStatus(
  server: IStatusServer,
  trans: TranslationBundle
): Promise<void> {
  const dialog = new Dialog({
    title: trans.__('Research Assistant: Status'),
    body: ReactWidget.create(<StatusCard server={server} trans={trans} />),
    buttons: [Dialog.okButton({ label: trans.__('Close') })]
  });
  dialog.addClass('jp-sciassist-statusDialog');
  await dialog.launch();
}
