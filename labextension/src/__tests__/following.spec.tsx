/** The panel goes from notebook to notebook. */

import { act, screen } from '@testing-library/react';
import { Signal } from '@lumino/signaling';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { nullTranslator } from '@jupyterlab/translation';
import type { NotebookModel } from '../model';
import { AssistantPanel } from '../panel';
import { setUp } from './fakeModel';
import { settle } from './fakes';

it('the panel draws what becomes of the second notebook as it did of the first', async () => {
  const first = setUp();
  const second = setUp();
  const assistant = {
    current: first.model as NotebookModel,
    changed: new Signal<object, void>({})
  };
  const panel = new AssistantPanel(
    assistant as unknown as ConstructorParameters<typeof AssistantPanel>[0],
    () => undefined,
    () => undefined,
    nullTranslator.load('jupyter_sciassist')
  );
  await act(async () => {
    Widget.attach(panel, document.body);
    MessageLoop.flush();
    await settle();
  });
  await act(async () => {
    assistant.current = second.model;
    assistant.changed.emit();
  });
  await act(async () => {
    second.link.to({ name: 'dead' });
  });
  screen.getByRole('heading', { name: 'The kernel died' });
  act(() => {
    panel.dispose();
  });
});
