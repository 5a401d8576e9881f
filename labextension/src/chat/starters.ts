/** Questions to begin with, made of the variables that there are. No DOM. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { IColumnProfile, IProfile, Role } from '../records';

/** So many are shown. */
const SHOWN = 4;

/** Messages that the live variables can answer; a general one where there is no data. */
export function startersOf(
  variables: readonly IProfile[],
  trans: TranslationBundle
): readonly string[] {
  const table = variables.find(one => one.columns.length > 1);
  const [first] = variables;
  if (table !== undefined) {
    return ofTable(table, trans).slice(0, SHOWN);
  }
  return first === undefined
    ? ['/help']
    : [trans.__('Describe %1', first.variable), '/suggest'];
}

function ofTable(
  { variable, columns }: IProfile,
  trans: TranslationBundle
): string[] {
  const [outcome, other] = columns.filter(isOf('numeric', 'count'));
  const group = columns.find(isOf('category', 'boolean'));
  const asked = [trans.__('Describe %1', variable)];
  if (outcome !== undefined && group !== undefined) {
    asked.push(
      trans.__('What is the mean %1 for each %2?', outcome.name, group.name)
    );
  }
  if (outcome !== undefined) {
    asked.push(trans.__('Which factors go with %1?', outcome.name));
  }
  if (outcome !== undefined && other !== undefined) {
    asked.push(trans.__('Plot %1 against %2', outcome.name, other.name));
  }
  return [...asked, '/suggest'];
}

function isOf(...roles: readonly Role[]): (column: IColumnProfile) => boolean {
  return column => roles.includes(column.role);
}
