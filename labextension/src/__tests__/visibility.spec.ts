import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Panel, Widget } from '@lumino/widgets';
import { ChatShell } from '../chat/shell';
import { makeRoomFor } from '../room';

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

it.each([
  [400, false, 1],
  [400, true, 0],
  [1500, false, 0]
])(
  'a place in a window of %d px, the left side bar closed: %s, closes it %d times',
  (width, leftCollapsed, times) => {
    const node = document.createElement('div');
    jest.spyOn(node, 'clientWidth', 'get').mockReturnValue(width);
    const collapseLeft = jest.fn();
    const signal = new Signal<object, boolean>({});
    makeRoomFor(
      { visibilityChanged: signal },
      { node, leftCollapsed, collapseLeft }
    );
    signal.emit(false);
    signal.emit(true);
    expect(collapseLeft).toHaveBeenCalledTimes(times);
  }
);
