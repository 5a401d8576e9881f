import { choices, EVERYTHING, passing } from '../review/filter';
import type { IReviewFilter } from '../review/filter';
import { visible } from '../review/values';
import { accepted, bytesOf, cell, line, rowsOf, standing } from './fakeLog';

const LOG = [
  line('begun', 'log.created', {}, { '/notebook/path': 'a.ipynb' }),
  accepted('one', 'x = 1', 'c1', { by: 'Ada' }),
  accepted('two', 'y = 2', 'c2', { by: 'Grace', kind: 'caution' }),
  line('three', 'suggestion.rejected', { rejection: {} }, {}, ['/by']),
  line('four', 'review.note', { record: 'of one' }, { '/text': 'Why one?' })
];

describe('rows', () => {
  it('say what a record is, by whom, about what', async () => {
    const rows = await rowsOf(bytesOf(...LOG));
    expect(rows.map(row => [row.type, row.title, row.by])).toEqual([
      ['log.created', 'a.ipynb', null],
      ['suggestion.accepted', 'title of one', 'Ada'],
      ['suggestion.accepted', 'title of two', 'Grace'],
      ['suggestion.rejected', null, null],
      ['review.note', 'Why one?', null]
    ]);
    expect(rows[3]?.removed).toEqual(['/by']);
    expect(rows[3]?.tags).toEqual(['rejected', 'redacted']);
    expect(rows[4]?.targets).toEqual(['of one']);
  });

  it('give the bytes of each line', async () => {
    const bytes = bytesOf(...LOG);
    const [, one] = await rowsOf(bytes);
    const text = new TextDecoder().decode(bytes.subarray(one?.start, one?.end));
    expect(text).toBe(LOG[1]);
  });

  it.each<[string, Uint8Array, string]>([
    ['text', bytesOf('hello'), 'damaged'],
    ['another object', bytesOf('{"a":1}'), 'damaged'],
    ['null', bytesOf('null'), 'damaged'],
    ['no UTF-8', new Uint8Array([0xff, 0xfe, 10]), 'damaged'],
    ['deep nesting', bytesOf('['.repeat(200_000)), 'damaged'],
    ['a blank line', bytesOf(''), 'damaged'],
    ['a line without end', bytesOf('{"core":').subarray(0, 8), 'torn']
  ])('of %s say that there is no record', async (_, bytes, type) => {
    const rows = await rowsOf(bytes);
    expect(rows.map(row => [row.type, row.hash, row.key])).toEqual([
      [type, null, 'line 1']
    ]);
  });

  it('keep both copies of a record apart', async () => {
    const rows = await rowsOf(bytesOf(LOG[1] ?? '', LOG[1] ?? ''));
    expect(new Set(rows.map(row => row.key)).size).toBe(2);
  });

  it('of an empty file are none', async () => {
    expect(await rowsOf(new Uint8Array())).toEqual([]);
  });
});

describe('the filter', () => {
  it.each<[string, Partial<IReviewFilter>, readonly string[]]>([
    ['nothing', {}, ['begun', 'one', 'two', 'three', 'four']],
    ['a name', { who: 'Ada' }, ['one']],
    ['a removed name', { who: 'actor:redacted' }, ['three']],
    ['the assistant', { who: 'actor:system' }, ['begun', 'four']],
    ['a type', { type: 'suggestion.accepted' }, ['one', 'two']],
    ['a kind', { kind: 'caution' }, ['two']],
    ['how it was decided', { status: 'verbatim' }, ['one', 'two']],
    ['how its cell stands', { status: 'edited since' }, ['two']],
    ['words of a title', { words: 'TITLE two' }, ['two']],
    ['a variable', { words: 'penguins' }, ['one', 'two']],
    ['a method', { words: 'theil' }, ['one', 'two']],
    ['a note', { words: 'why' }, ['four']],
    ['two at once', { who: 'Grace', status: 'verbatim' }, ['two']],
    ['a day before', { until: '2026-11-24' }, []],
    ['a day after', { from: '2026-11-28' }, []],
    [
      'days around',
      { from: '2026-11-25', until: '2026-11-27' },
      ['begun', 'one', 'two', 'three', 'four']
    ]
  ])('by %s', async (_, part, ids) => {
    const rows = await rowsOf(bytesOf(...LOG));
    const drifts = new Map([[rows[2]?.key ?? '', 'edited since' as const]]);
    const found = passing(rows, { ...EVERYTHING, ...part }, drifts);
    expect(found.map(row => row.id)).toEqual(ids);
  });

  it('offers what occurs', async () => {
    const found = choices(await rowsOf(bytesOf(...LOG)));
    expect(found.who).toEqual([
      'Ada',
      'Grace',
      'actor:redacted',
      'actor:system'
    ]);
    expect(found.kinds).toEqual(['caution', 'hypothesis']);
    expect(found.tags).toEqual(['redacted', 'rejected', 'verbatim']);
  });

  it('includes the whole of its last day on the reader’s clock', async () => {
    const [row] = await rowsOf(bytesOf(LOG[1] ?? ''));
    const time = new Date(row?.ts ?? '');
    const two = (value: number): string => String(value).padStart(2, '0');
    const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
    const rows = row === undefined ? [] : [row];
    const filter = { ...EVERYTHING, from: day, until: day };
    expect(passing(rows, filter, new Map())).toHaveLength(1);
  });
});

describe('drift', () => {
  it.each<[string, ReturnType<typeof cell>[], string]>([
    ['current', [cell('c1', 'x = 1')], 'current'],
    ['edited since', [cell('c1', 'x = 2')], 'edited since'],
    ['moved', [cell('new', 'x = 1')], 'moved'],
    ['moved, in a cell without id', [cell(null, 'x = 1')], 'moved'],
    [
      'moved and edited',
      [cell('new', 'x = 3', ['of one'])],
      'moved and edited'
    ],
    ['cell gone', [cell('other', 'z = 1')], 'cell gone'],
    [
      'cell gone, though another acceptance has the same text',
      [cell('c2', 'x = 1')],
      'cell gone'
    ],
    [
      'edited since, though the text stands elsewhere',
      [cell('c1', 'x = 2'), cell('new', 'x = 1')],
      'edited since'
    ]
  ])('%s', async (_, cells, drift) => {
    const lines = [accepted('one', 'x = 1', 'c1'), accepted('two', 'y', 'c2')];
    expect(standing(await rowsOf(bytesOf(...lines)), cells)['one']).toBe(drift);
  });

  it('no cell, where there never was one', async () => {
    const rows = await rowsOf(bytesOf(accepted('one', 'x = 1', null)));
    expect(standing(rows, [cell('a', 'x = 1')])).toEqual({ one: 'no cell' });
  });
});

describe('text that would hide something', () => {
  it.each([
    ['an override', 'a\u202Eb', 'a<U+202E>b'],
    ['a control character', 'a\u0000b', 'a<U+0000>b'],
    ['a line of Windows', 'a\r\nb\tc', 'a\nb\tc'],
    ['a joiner', 'क्\u200Dष', 'क्\u200Dष']
  ])('%s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});
