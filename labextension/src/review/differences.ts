/** Suggested against accepted, accepted against the notebook now: line by line. */

import { diffArrays } from 'diff';

/** A line of a difference; `skipped` lines that are the same on both sides stand for themselves. */
export type DiffLine =
  | { readonly mark: ' ' | '+' | '-'; readonly text: string }
  | { readonly mark: '@'; readonly skipped: number };

/** How two texts stand to each other. */
export type Difference =
  | { readonly state: 'redacted' }
  | { readonly state: 'same' }
  | { readonly state: 'different'; readonly lines: readonly DiffLine[] };

/** Lines without change that stand around a change. */
const CONTEXT = 3;
/** Beyond this many edits both texts are shown whole: a line by line answer would say nothing. */
const MOST_EDITS = 4000;

/** LF line ends, no blanks at line ends, no blank lines at the end: as `provenance/edits.py`. */
export function normalised(source: string): string {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  return lines
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/\n+$/, '');
}

/** The difference of two texts; null stands for one that was redacted. */
export function difference(
  before: string | null,
  after: string | null
): Difference {
  if (before === null || after === null) {
    return { state: 'redacted' };
  }
  const [old, now] = [normalised(before), normalised(after)];
  return old === now
    ? { state: 'same' }
    : { state: 'different', lines: changed(old.split('\n'), now.split('\n')) };
}

function changed(old: string[], now: string[]): readonly DiffLine[] {
  const parts = diffArrays(old, now, { maxEditLength: MOST_EDITS }) ?? [
    { value: old, removed: true, added: false },
    { value: now, removed: false, added: true }
  ];
  return parts.flatMap((part, place): DiffLine[] => {
    if (part.added || part.removed) {
      return marked(part.value, part.added ? '+' : '-');
    }
    return around(part.value, place === 0, place === parts.length - 1);
  });
}

function marked(lines: readonly string[], mark: ' ' | '+' | '-'): DiffLine[] {
  return lines.map(text => ({ mark, text }));
}

/** Lines that are the same, but for the middle of a long run. */
function around(
  lines: readonly string[],
  isFirst: boolean,
  isLast: boolean
): DiffLine[] {
  const head = isFirst ? 0 : CONTEXT;
  const tail = isLast ? 0 : CONTEXT;
  const skipped = lines.length - head - tail;
  if (skipped < 2) {
    return marked(lines, ' ');
  }
  return [
    ...marked(lines.slice(0, head), ' '),
    { mark: '@', skipped },
    ...marked(lines.slice(lines.length - tail), ' ')
  ];
}
