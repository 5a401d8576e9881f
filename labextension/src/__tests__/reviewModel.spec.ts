import type { IProfile } from '../records';
import { EVERYTHING } from '../review/filter';
import { Trouble } from '../tokens';
import {
  accepted,
  bytesOf,
  cell,
  FakeWorld,
  hashOf,
  line,
  modelOf
} from './fakeLog';
import { profile } from './fakes';

const ONE = accepted('one', 'x = 1', 'c1', { by: 'Ada' });
const TWO = accepted('two', 'y = 2', 'c2', { by: 'Grace' });

describe('reading', () => {
  it('shows the latest record first, and checks the hashes', async () => {
    const model = await modelOf(new FakeWorld(), ONE, TWO);
    expect(model.view.shown.map(row => row.id)).toEqual(['two', 'one']);
    const { checked } = model.view;
    expect(checked.state).toBe('done');
    // The hashes of these lines are made up.
    expect(model.view.faults.has(1)).toBe(true);
  });

  it('keeps selection and filter when the file was written', async () => {
    const world = new FakeWorld();
    const model = await modelOf(world, ONE);
    model.select(hashOf('one'));
    model.filter({ ...EVERYTHING, words: 'title' });
    world.bytes = bytesOf(ONE, TWO);
    world.stamped = 'second';
    await model.refresh();
    expect(model.view.shown.map(row => row.id)).toEqual(['two', 'one']);
    expect(model.view.entry?.row.id).toBe('one');
    expect(model.view.filter.words).toBe('title');
  });

  it('leaves a file alone that nobody wrote to', async () => {
    const world = new FakeWorld();
    const model = await modelOf(world, ONE);
    await model.refresh();
    expect(world.reads).toBe(1);
  });

  it('tells why the file cannot be read, and keeps what it had', async () => {
    const world = new FakeWorld();
    const model = await modelOf(world, ONE);
    world.fault = new Trouble('Gone.', 'Look elsewhere.');
    await model.refresh();
    expect(model.view.fault).toEqual({
      message: 'Gone.',
      cure: 'Look elsewhere.'
    });
    expect(model.view.rows).toHaveLength(1);
    world.fault = null;
    await model.load();
    expect(model.view.fault).toBeNull();
  });
});

describe('the data of a record', () => {
  const recorded = line(
    'one',
    'suggestion.accepted',
    { data: [{ name: 'd', algo: 'a', coverage: 'full' }] },
    { '/data/0/digest': 'x' }
  );
  const told = (verdict: string, part = 'evidence'): string =>
    line(`${part} ${verdict}`, 'evidence.replayed', {
      record: hashOf('one'),
      part,
      verdict
    });
  const inKernel = (digest: string): IProfile => ({
    ...profile('d'),
    fingerprint: { algo: 'a', coverage: 'full', digest }
  });

  it('are held against those in the kernel, as long as they are there', async () => {
    const world = new FakeWorld();
    const model = await modelOf(world, recorded);
    model.select(null);
    expect(model.view.data).toBeNull();
    model.select(hashOf('one'));
    expect(model.view.data).toBe('not checkable');
    let changes = 0;
    model.changed.connect(() => {
      changes += 1;
    });
    world.variables = [inKernel('x')];
    model.lookAtData();
    expect(model.view.data).toBe('unchanged');
    world.variables = [inKernel('y')];
    model.lookAtData();
    model.lookAtData();
    expect(model.view.data).toBe('changed');
    expect(changes).toBe(2);
  });

  it('and the last replay of the evidence tell whether it stands', async () => {
    const world = new FakeWorld();
    const lines = [recorded, told('diverged'), told('diverged', 'note')];
    const model = await modelOf(world, ...lines);
    model.select(hashOf('one'));
    expect(model.view.entry?.replayed?.verdict).toBe('diverged');
    world.bytes = bytesOf(...lines, told('identical'));
    await model.load();
    expect(model.view.entry?.replayed?.verdict).toBe('identical');
  });
});

describe('the notebook beside', () => {
  it('is told from its cells as they are now', async () => {
    const world = new FakeWorld();
    world.beside = { metadata: {}, cells: [cell('c1', 'x = 1')] };
    const model = await modelOf(world, ONE);
    model.select(hashOf('one'));
    expect(model.view.now).toEqual({
      drift: 'current',
      index: 0,
      source: 'x = 1'
    });
    world.beside = { metadata: {}, cells: [cell('c1', 'x = 3')] };
    await model.lookBeside();
    expect(model.view.now?.drift).toBe('edited since');
    expect(model.view.drifts.get(hashOf('one'))).toBe('edited since');
  });

  it('is checked again when it names another head', async () => {
    const world = new FakeWorld();
    const said = (): string | undefined => {
      const { checked } = model.view;
      return checked.state === 'done'
        ? checked.report.checks.find(one => one.name === 'notebook')?.detail
        : checked.state;
    };
    const model = await modelOf(world, ONE);
    expect(said()).toBe('there is no notebook beside the log');
    const metadata = { sciassist: { head: hashOf('x'), log: 'l', count: 1 } };
    world.beside = { metadata, cells: [] };
    await model.lookBeside();
    expect(said()).toContain('is not in the log');
  });

  it('that cannot be read is told, and the log is checked without it', async () => {
    const world = new FakeWorld();
    world.besideFault = new Trouble('No JSON.', 'Open it.');
    const model = await modelOf(world, ONE);
    expect(model.view.besideFault?.message).toBe('No JSON.');
    expect(model.view.fault).toBeNull();
    expect(model.view.checked.state).toBe('done');
    await model.refresh();
    expect(world.reads).toBe(1);
  });

  it('is not asked for by the log of a terminal', async () => {
    const world = new FakeWorld();
    world.path = () => 'ipython.prov.jsonl';
    const model = await modelOf(world, ONE);
    expect(model.view.notebook).toBeNull();
  });
});

describe('a record', () => {
  it('comes with what others say of it', async () => {
    const record = hashOf('one');
    const model = await modelOf(
      new FakeWorld(),
      line(
        'one',
        'suggestion.accepted',
        { note: { withheld: ['/p'] } },
        { '/claim': {} },
        ['/by', '/p']
      ),
      line(
        'gone',
        'redaction',
        { record, pointers: ['/by'] },
        { '/reason': 'r' }
      ),
      line('said', 'review.note', { record }, { '/text': 'Hm.', '/by': 'Em' }),
      line('again', 'evidence.replayed', { record, verdict: 'identical' })
    );
    model.select(record);
    const { entry } = model.view;
    expect(entry?.openables).toEqual([
      { pointer: '/by', value: undefined, reason: 'r', withheld: false },
      { pointer: '/claim', value: {}, reason: null, withheld: false },
      { pointer: '/p', value: undefined, reason: null, withheld: true }
    ]);
    expect(entry?.notes.map(note => note.text)).toEqual(['Hm.']);
    expect(entry?.replays.map(one => one.body)).toEqual([
      { record, verdict: 'identical' }
    ]);
  });

  it('comes with what the last save left of its cell', async () => {
    const record = hashOf('one');
    const saved = (name: string, outputs: string | null): string =>
      line(name, 'cell.state', {
        cells: [{ record, state: 'edited since', outputs }]
      });
    const model = await modelOf(
      new FakeWorld(),
      ONE,
      saved('first', 'none'),
      saved('last', 'older than source')
    );
    model.select(record);
    expect(model.view.entry?.saved).toEqual({
      ts: '2026-11-26T10:00:00.000Z',
      state: 'edited since',
      outputs: 'older than source'
    });
  });

  it('that is asked for is shown, whatever the filter hides', async () => {
    const world = new FakeWorld();
    const model = await modelOf(world, ONE, TWO);
    model.filter({ ...EVERYTHING, who: 'Grace' });
    model.show('one');
    expect(model.view.entry?.row.id).toBe('one');
    expect(model.view.shown).toHaveLength(2);
  });

  it('that is asked for too early is shown when it is read', async () => {
    const world = new FakeWorld();
    const model = await modelOf(world, ONE);
    model.show(hashOf('two'));
    expect(model.view.entry?.row.id).toBe('one');
    world.bytes = bytesOf(ONE, TWO);
    await model.load();
    expect(model.view.entry?.row.id).toBe('two');
  });

  it('names the session in which it was made', async () => {
    const session = line('s', 'session.opened', {
      python: { version: '3.13' }
    });
    const made = line('one', 'suggestion.accepted', { session: hashOf('s') });
    const model = await modelOf(new FakeWorld(), session, made);
    model.select(hashOf('one'));
    expect(model.view.entry?.session).toEqual({ python: { version: '3.13' } });
  });
});

describe('what the server is asked', () => {
  it('names the log, and reads it again after a note', async () => {
    const world = new FakeWorld();
    const model = await modelOf(world, ONE);
    await model.acting.note(hashOf('one'), 'Hm.', '');
    expect(world.asked).toEqual([
      ['note', 'a.ipynb.prov.jsonl', hashOf('one'), 'Hm.', null]
    ]);
    expect(world.reads).toBe(2);
    expect(world.writes).toBe(1);
    expect(model.view.outcome?.outcome.did).toBe('noted');
  });

  it('tells where a removed text still stands', async () => {
    const world = new FakeWorld();
    const model = await modelOf(world, ONE);
    await model.acting.redact(hashOf('one'), ['/by'], 'a name');
    expect(world.asked[0]?.slice(1)).toEqual([
      'a.ipynb.prov.jsonl',
      hashOf('one'),
      ['/by'],
      'a name'
    ]);
    expect(model.view.outcome?.outcome).toMatchObject({
      did: 'redacted',
      result: { elsewhere: [{ record: 'two', pointer: '/by' }] }
    });
  });

  it('shows a refusal with its cure, and is not busy afterwards', async () => {
    const world = new FakeWorld();
    const model = await modelOf(world, ONE);
    world.fault = new Trouble('It does not verify.', 'Repair it.');
    await model.acting.export('html');
    expect(model.view.outcome).toEqual({
      outcome: {
        did: 'failed',
        fault: { message: 'It does not verify.', cure: 'Repair it.' }
      },
      warning: null
    });
    expect(model.view.busy).toBe(false);
    expect(await model.acting.disclose('icmje')).toBeNull();
  });

  it('passes on what the server warns of', async () => {
    const model = await modelOf(new FakeWorld(), ONE);
    await model.acting.export('html');
    expect(model.view.outcome).toEqual({
      outcome: { did: 'exported', path: 'a.html' },
      warning: 'The notebook differs.'
    });
  });
});
