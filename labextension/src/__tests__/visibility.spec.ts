import { nullTranslator } from '@jupyterlab/translation';
import { Panel, Widget } from '@lumino/widgets';
import { ChatShell } from '../chat/shell';

it('a place tells when it comes before the person, and goes', () => {
  const trans = nullTranslator.load('jupyter_sciassist');
  const shell = new ChatShell('sidebar', null, trans);
  const told: boolean[] = [];
  shell.visibilityChanged.connect((_, visible) => {
    expect(shell.isVisible && visible).toBe(visible);
    told.push(visible);
  });
  const around = new Panel();
  around.addWidget(shell);
  Widget.attach(around, document.body);
  shell.hide();
  shell.show();
  Widget.detach(around);
  expect(told).toEqual([true, false, true, false]);
});
