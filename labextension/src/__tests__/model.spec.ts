import { ids, scanned, setUp } from './fakeModel';
import { about, example, settle, suggestion } from './fakes';

describe('reading', () => {
  it('attaches only when the notebook is before the user', () => {
    const { model, link } = setUp();
    expect(link.attached).toBe(0);
    model.setActive(true);
    expect(link.attached).toBe(1);
  });

  it('waits for a click where reading by itself is off', () => {
    const { model, link } = setUp({ auto: false });
    model.setActive(true);
    expect(link.attached).toBe(0);
    model.refresh();
    expect(link.attached).toBe(1);
    link.ready();
    expect(link.of('suggest')).toHaveLength(1);
  });

  it('asks for suggestions with the cells, the limit and the path', () => {
    const { link, notebook } = scanned({ top: 5 });
    expect(link.of('suggest')).toEqual([
      {
        do: 'suggest',
        variables: null,
        top: 5,
        cells: notebook.cells(),
        notebook: 'p.ipynb'
      }
    ]);
  });

  it('shows cards at once, in the order of the kernel', () => {
    const { model, link } = setUp();
    model.setActive(true);
    link.ready();
    link.suggestions('x', suggestion('b'), suggestion('a'));
    expect(ids(model)).toEqual(['b', 'a']);
    expect(model.view.working).toBe(true);
    expect(model.view.scanned).toBe(false);
    link.done();
    expect(model.view.working).toBe(false);
    expect(model.view.scanned).toBe(true);
  });

  it('adds up the tests of each family once', () => {
    const { model, link } = scanned();
    link.push({
      event: 'suggestions',
      subject: 'same data',
      suggestions: [],
      ledger: { id: 'family of x', size: 33 },
      complete: true,
      confirmations: 0
    });
    link.suggestions('y');
    expect(model.view.ledger.tests).toBe(66);
  });

  it('reads once more after cells that ran meanwhile, not once for each', async () => {
    const { model, link } = setUp();
    model.setActive(true);
    link.ready();
    model.executed();
    model.executed();
    await settle(300);
    expect(link.of('suggest')).toHaveLength(1);
    link.done();
    expect(link.of('suggest')).toHaveLength(2);
    link.done();
    expect(link.of('suggest')).toHaveLength(2);
  });

  it('forgets variables that are gone, but not after a stop', () => {
    const { model, link } = scanned();
    model.refresh();
    link.push({ event: 'stopped', re: null });
    link.done(true);
    expect(ids(model)).toEqual(['a', 'b']);
    model.refresh();
    link.done();
    expect(ids(model)).toEqual([]);
  });

  it('asks the kernel side to stop, and is no longer working when it says so', () => {
    const { model, link } = scanned();
    model.refresh();
    model.stop();
    expect(link.of('stop')).toHaveLength(1);
    expect(model.view.working).toBe(true);
    link.push({ event: 'stopped', re: null });
    expect(model.view.working).toBe(false);
  });

  it('is not ended by a stop of what was asked before it, and goes on to what was wanted meanwhile', () => {
    const { model, link } = scanned();
    model.refresh();
    const scan = link.last('suggest');
    link.push({ event: 'stopped', re: scan - 1 });
    expect(model.view.working).toBe(true);
    model.refresh();
    link.push({ event: 'stopped', re: scan + 1 });
    expect(link.of('suggest')).toHaveLength(3);
    expect(model.view.working).toBe(true);
  });

  it('goes on after an error about one variable and ends with one about the request', () => {
    const { model, link } = scanned();
    model.refresh();
    const fault = { message: 'y cannot be read.', cure: 'Look at it.' };
    link.push({
      event: 'error',
      re: link.last('suggest'),
      subject: 'y',
      fault
    });
    expect(model.view.fault).toEqual(fault);
    expect(model.view.working).toBe(true);
    link.push({
      event: 'error',
      re: link.last('suggest'),
      subject: null,
      fault
    });
    expect(model.view.working).toBe(false);
  });

  it('starts anew with a new kernel and after a restart', () => {
    const { model, link } = scanned();
    link.to({ name: 'starting' });
    expect(ids(model)).toEqual(['a', 'b']);
    link.ready();
    expect(ids(model)).toEqual([]);
    expect(link.of('suggest')).toHaveLength(2);
    model.setLink(null);
    expect(link.isDisposed).toBe(true);
    expect(model.view.link).toEqual({ name: 'none' });
    expect(model.view.hasKernel).toBe(false);
  });

  it('keeps its cards over a lost connection', () => {
    const { model, link } = scanned();
    link.to({ name: 'disconnected' });
    link.ready();
    expect(ids(model)).toEqual(['a', 'b']);
    expect(link.of('suggest')).toHaveLength(1);
  });

  it('reads once more where the connection was lost during a scan', () => {
    const { model, link } = scanned();
    model.refresh();
    link.to({ name: 'disconnected' });
    link.ready();
    expect(link.of('suggest')).toHaveLength(3);
    expect(model.view.working).toBe(true);
    link.done();
    expect(model.view.working).toBe(false);
  });

  it('tries again when a cell ran after the package was missing', async () => {
    const { model, link } = setUp();
    model.setActive(true);
    link.to({ name: 'missing', detail: 'No module' });
    model.executed();
    await settle(300);
    expect(link.attached).toBe(2);
  });

  it('hands the short-lived secret to the kernel side', async () => {
    const { link } = scanned();
    await settle();
    expect(link.of('server')).toEqual([
      { do: 'server', url: 'http://localhost:8888/', token: 'secret' }
    ]);
  });

  it('filters by variable and by kind', () => {
    const { model, link } = scanned();
    link.suggestions(
      'y',
      suggestion('c', { subject: about('y'), kind: 'caution' })
    );
    model.filter({ variable: 'y', kind: null });
    expect(ids(model)).toEqual(['c']);
    model.filter({ variable: null, kind: 'hypothesis' });
    expect(ids(model)).toEqual(['a', 'b']);
    expect(model.view.total).toBe(3);
  });

  it('names the cell that already does it by its count', () => {
    const { model, link } = scanned();
    link.suggestions(
      'x',
      suggestion('a', { done_in: 'c1' }),
      suggestion('b', { done_in: 'gone' })
    );
    expect(model.view.cards.map(card => card.doneIn)).toEqual(['7', ' ']);
  });
});

describe('order and notes', () => {
  it('asks when the scan is done, with names and roles but no values', () => {
    const { server } = scanned();
    expect(server.streams).toHaveLength(1);
    expect(server.streams[0]?.request).toEqual({
      suggestions: [
        suggestion('a', { subject: about('x') }),
        suggestion('b', { subject: about('x') })
      ],
      tables: {
        x: {
          about: null,
          columns: { species: '', bill_length_mm: '' },
          roles: { species: 'category', bill_length_mm: 'numeric' }
        }
      },
      opened: null,
      kernel: 'k1'
    });
  });

  it('takes over the order and tells the kernel side', () => {
    const { model, link, server } = scanned();
    server.streams[0]?.each({ event: 'order', ids: ['b', 'a'] });
    expect(ids(model)).toEqual(['b', 'a']);
    expect(link.of('order')).toEqual([{ do: 'order', ids: ['b', 'a'] }]);
  });

  it('holds the order back while the list is in use', () => {
    const { model, link, server } = scanned();
    model.hold(true);
    server.streams[0]?.each({ event: 'order', ids: ['b', 'a'] });
    expect(ids(model)).toEqual(['a', 'b']);
    expect(model.view.held).toBe(2);
    model.hold(false);
    expect(ids(model)).toEqual(['b', 'a']);
    expect(link.of('order').at(-1)?.ids).toEqual(['b', 'a']);
  });

  it('applies a held order on a click', () => {
    const { model, server } = scanned();
    model.hold(true);
    server.streams[0]?.each({ event: 'order', ids: ['b', 'a'] });
    model.reorder();
    expect(ids(model)).toEqual(['b', 'a']);
    expect(model.view.held).toBe(0);
  });

  it('shows a note where it was awaited, and none that was dropped', () => {
    const { model, link, server } = scanned();
    const states = (): string[] => model.view.cards.map(card => card.note);
    expect(states()).toEqual(['awaited', 'awaited']);
    const note = example('Note');
    server.streams[0]?.each({ event: 'note', id: 'a', note });
    server.streams[0]?.each({ event: 'dropped', id: 'b', reason: 'a digit' });
    expect(states()).toEqual(['none', 'dropped']);
    expect(model.view.cards[0]?.suggestion.note).toEqual(note);
    expect(link.of('status')).toEqual([
      { do: 'status', suggestion: 'a', status: 'proposed', note }
    ]);
  });

  it('asks again for a card that is opened, and cancels the former request', () => {
    const { model, server } = scanned();
    model.open('b');
    expect(server.streams).toHaveLength(2);
    expect(server.streams[0]?.signal.aborted).toBe(true);
    expect(server.streams[1]?.request.opened).toBe('b');
    server.streams[0]?.each({ event: 'order', ids: ['b', 'a'] });
    expect(ids(model)).toEqual(['a', 'b']);
  });

  it('does not ask the same twice, unless refreshed', async () => {
    const { model, link, server } = scanned();
    server.streams[0]?.end();
    await settle();
    model.executed();
    await settle(300);
    const again = (): void => {
      link.suggestions(
        'x',
        suggestion('a', { subject: about('x') }),
        suggestion('b', { subject: about('x') })
      );
      link.done();
    };
    again();
    expect(server.streams).toHaveLength(1);
    model.refresh();
    again();
    expect(server.streams).toHaveLength(2);
  });

  it('says why there are no notes, and clears it with the next that come', async () => {
    const { model, server } = scanned();
    server.streams[0]?.each({
      event: 'error',
      message: 'No model.',
      cure: 'Get one.'
    });
    server.streams[0]?.end();
    await settle();
    expect(model.view.modelFault).toEqual({
      message: 'No model.',
      cure: 'Get one.'
    });
    expect(model.view.cards.map(card => card.note)).toEqual(['none', 'none']);
    model.open('a');
    expect(model.view.modelFault).toBeNull();
  });

  it('asks nothing of the model where notes are off', () => {
    const { model, server, settings } = scanned({ notes: false });
    expect(server.streams).toHaveLength(0);
    settings.value = { ...settings.value, notes: true };
    model.open('a');
    expect(server.streams).toHaveLength(1);
    settings.value = { ...settings.value, notes: false };
    model.settingsChanged();
    expect(server.streams[0]?.signal.aborted).toBe(true);
  });

  it('holds the notes while a cell runs, in order and without repeating itself', async () => {
    const { model, server } = scanned();
    model.setRunning(true);
    model.setRunning(true);
    model.setRunning(false);
    await settle();
    expect(server.pauses).toEqual([true, false]);
  });

  it('cancels when the notebook is no longer before the user', () => {
    const { model, server } = scanned();
    model.setActive(false);
    expect(server.streams[0]?.signal.aborted).toBe(true);
  });
});

it('counts the records anew when the log was written elsewhere', async () => {
  const { model, server } = scanned();
  await settle();
  expect(model.view.ledger.records).toBe(2);
  const path = 'p.ipynb.prov.jsonl';
  server.logged = {
    path,
    state: 'ok',
    count: 3,
    decisions: 1,
    head: 'sha256:f00d'
  };
  model.logChanged();
  await settle();
  expect(model.view.ledger).toMatchObject({ records: 3, head: 'sha256:f00d' });
});
