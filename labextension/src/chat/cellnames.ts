/**
 * How a cell is called everywhere in the chat: by the number in its brackets, as the notebook shows it. Where that
 * does not tell it from the others (not run, or run by an earlier kernel) its place from the top is said as well.
 */

import type { TranslationBundle } from '@jupyterlab/translation';

/** What is read of a cell. */
export interface INamedCell {
  readonly id?: unknown;
  readonly cell_type?: unknown;
  readonly source?: unknown;
  readonly execution_count?: unknown;
}

/** The name that `@` gives to a cell, without blanks, and what a person reads. */
export interface ICellName {
  readonly typed: string;
  readonly told: string;
}

/** The names of cells, in their order. */
export function cellNames(
  cells: readonly INamedCell[],
  trans: TranslationBundle
): readonly ICellName[] {
  const counts = cells.map(one => one.execution_count);
  return cells.map(({ cell_type: type, execution_count: count }, place) => {
    const top = trans.__('no. %1 from the top', place + 1);
    if (typeof count !== 'number') {
      const brackets = type === 'code' ? '[ ]' : '';
      return {
        typed: `cell${brackets.replace(' ', '')}#${place + 1}`,
        told: brackets === '' ? top : `${brackets}, ${top}`
      };
    }
    const isOnly = counts.filter(one => one === count).length === 1;
    return isOnly
      ? { typed: `cell[${count}]`, told: `[${count}]` }
      : { typed: `cell[${count}]#${place + 1}`, told: `[${count}], ${top}` };
  });
}

/** Whether what is typed after `@` begins a cell's name, with or without the word and the bracket. */
export function begins(typed: string, prefix: string): boolean {
  const name = typed.replace(/^cell/, '');
  return [typed, name, name.replace(/^\[/, '')].some(one =>
    one.startsWith(prefix.toLowerCase())
  );
}
