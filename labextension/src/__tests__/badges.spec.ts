import { readFileSync } from 'fs';
import { join } from 'path';
import { nullTranslator } from '@jupyterlab/translation';
import type { ICellText } from '../badges/blame';
import { Blame, digest, mark } from '../badges/blame';
import { editRatio, normalised } from '../badges/edits';
import type { IAccepted } from '../badges/log';
import { readLog } from '../badges/log';
import { label } from '../badges/words';
import { WIRE } from './fakes';

interface IVector {
  readonly suggested: string;
  readonly inserted: string;
  readonly ratio: string | null;
  readonly times?: number;
}

interface ICase {
  readonly name: string;
  readonly acceptances: readonly number[];
  readonly cells: readonly {
    readonly id?: string;
    readonly source: string;
    readonly metadata: { readonly sciassist?: unknown };
  }[];
  readonly badges: readonly (readonly [string, number | null])[];
}

interface ITable {
  readonly lines: readonly string[];
  readonly acceptances: readonly IAccepted[];
  readonly cases: readonly ICase[];
}

function wire<T>(name: string): T {
  return JSON.parse(readFileSync(join(WIRE, name), 'utf-8')) as T;
}

const TABLE = wire<ITable>('badges.json');
const trans = nullTranslator.load('jupyter_sciassist');

function texts(cells: ICase['cells']): ICellText[] {
  return cells.map(({ id, source, metadata }) => ({
    id: id ?? null,
    source,
    ...mark(metadata.sciassist),
    sha256: () => digest(source)
  }));
}

describe('the edit ratio', () => {
  it.each(wire<IVector[]>('edits.json'))(
    'of $suggested and $inserted is $ratio',
    ({ suggested, inserted, ratio, times = 1 }) => {
      const one = suggested.repeat(times);
      const other = inserted.repeat(times);
      expect(editRatio(one, other)).toBe(ratio);
      expect(editRatio(other, one)).toBe(ratio);
    }
  );

  it('is the plain recurrence, across the borders of words', () => {
    // A small generator, so that every run tries the same texts.
    let state = 7;
    const random = (below: number): number => {
      state = (state * 48271) % 2147483647;
      return state % below;
    };
    const text = (): string =>
      Array.from({ length: random(90) }, () => 'abc \n'[random(5)]).join('');
    for (let round = 0; round < 300; round += 1) {
      const [one, other] = [text(), text()];
      const longest = Math.max(
        normalised(one).length,
        normalised(other).length,
        1
      );
      const distance = plainly(normalised(one), normalised(other));
      const parts = Math.floor((200 * distance + longest) / (2 * longest));
      expect(editRatio(one, other)).toBe((parts / 100).toFixed(2));
    }
  });
});

function plainly(first: string, second: string): number {
  let row = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let i = 1; i <= first.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= second.length; j += 1) {
      next.push(
        Math.min(
          (next[j - 1] ?? 0) + 1,
          (row[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + (first[i - 1] === second[j - 1] ? 0 : 1)
        )
      );
    }
    row = next;
  }
  return row[second.length] ?? 0;
}

describe('the badges', () => {
  it('rest on what the lines of a log tell', () => {
    const found = readLog(TABLE.lines.map(line => `${line}\n`).join(''));
    expect(found.made).toEqual(TABLE.acceptances);
  });

  it.each(TABLE.cases)('$name', ({ acceptances, cells, badges }) => {
    const made = acceptances.map(
      index => TABLE.acceptances[index] as IAccepted
    );
    const told = new Blame(made).of(texts(cells));
    expect(
      told.map(one => [label(one, trans), one.accepted?.id ?? null])
    ).toEqual(
      badges.map(([badge, index]) => [
        badge,
        index === null ? null : TABLE.acceptances[index]?.id
      ])
    );
  });
});

describe('readLog', () => {
  it('passes over what is no record', () => {
    const odd = [
      '',
      'null',
      '{"core":{"type":"suggestion.accepted"',
      '{"core":{"type":"suggestion.accepted"},"hash":3}',
      '{"core":{"type":"suggestion.accepted","body":[]},"hash":"h","open":[]}',
      '{"core":{"body":{"cells":{}},"type":"cell.state"},"open":{}}',
      '{"x":"\\"type\\":\\"suggestion.accepted\\""}'
    ];
    const { made } = readLog(odd.join('\n'));
    expect(made.map(one => one.hash)).toEqual(['h']);
    expect(made[0]).toMatchObject({ cell: null, suggested: null, id: '' });
  });

  it('keeps the last state that a save left of a cell', () => {
    const state = (sha256: string, outputs: string): string =>
      JSON.stringify({
        core: {
          body: { cells: [{ execution_count: 3, outputs, record: 'h' }] },
          type: 'cell.state'
        },
        open: { '/cells/0/sha256': { v: sha256 } }
      });
    const text = `${state('a', 'not checkable')}\n${state('b', 'older than source')}`;
    expect(readLog(text).saved.get('h')).toEqual({
      outputs: 'older than source',
      sha256: 'b',
      count: 3
    });
  });
});
