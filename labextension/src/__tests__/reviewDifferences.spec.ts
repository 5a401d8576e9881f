import type { DiffLine } from '../review/differences';
import { difference } from '../review/differences';

function lines(before: string, after: string): readonly string[] {
  const found = difference(before, after);
  const plain = (one: DiffLine): string =>
    one.mark === '@' ? `@${one.skipped}` : `${one.mark}${one.text}`;
  return found.state === 'different' ? found.lines.map(plain) : [found.state];
}

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);

describe('a difference', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['the same', 'a\nb', 'a\nb', ['same']],
    ['blanks at line ends', 'a  \nb', 'a\nb\n\n', ['same']],
    ['line ends', 'a\r\nb\r', 'a\nb', ['same']],
    ['a changed line', 'a\nb\nc', 'a\nB\nc', [' a', '-b', '+B', ' c']],
    ['blanks at the beginning', ' a', 'a', ['- a', '+a']],
    ['what was empty', '', 'a', ['-', '+a']]
  ])('%s', (_, before, after, found) => {
    expect(lines(before, after)).toEqual(found);
  });

  it('leaves the middle of a long run out', () => {
    const before = numbered(1, 20);
    const after = before.map(one => (one === 'line 10' ? 'other' : one));
    expect(lines(before.join('\n'), after.join('\n'))).toEqual([
      '@6',
      ' line 7',
      ' line 8',
      ' line 9',
      '-line 10',
      '+other',
      ' line 11',
      ' line 12',
      ' line 13',
      '@7'
    ]);
  });

  it('shows both texts whole where they have nothing in common', () => {
    const before = numbered(1, 3000);
    const after = before.map(one => `${one}!`);
    const found = lines(before.join('\n'), after.join('\n'));
    expect(found).toHaveLength(6000);
    expect([found[0], found[3000]]).toEqual(['-line 1', '+line 1!']);
  });

  it('cannot be told where a text was redacted', () => {
    expect(difference(null, 'a')).toEqual({ state: 'redacted' });
    expect(difference('a', null)).toEqual({ state: 'redacted' });
  });
});
