/** Questions to begin with, made of the variables that there are. No DOM. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { IColumnProfile, IProfile, Role } from '../records';

/** So many are shown. */
const SHOWN = 4;

/** A message to begin with: what is read, and what is sent. The kernel side reads questions in English. */
export interface IStarter {
  readonly label: string;
  readonly text: string;
}

/** Messages that the live variables can answer; a general one where there is no data. */
export function startersOf(
  variables: readonly IProfile[],
  trans: TranslationBundle
): readonly IStarter[] {
  const table = variables.find(one => one.columns.length > 1);
  const [first] = variables;
  if (table !== undefined) {
    return ofTable(table, trans).slice(0, SHOWN);
  }
  return first === undefined
    ? [{ label: '/help', text: '/help' }]
    : [describe(first.variable, trans), SUGGEST];
}

const SUGGEST: IStarter = { label: '/suggest', text: '/suggest' };

function describe(variable: string, trans: TranslationBundle): IStarter {
  return {
    label: trans.__('Describe %1', variable),
    text: `Describe ${variable}`
  };
}

function ofTable(
  { variable, columns }: IProfile,
  trans: TranslationBundle
): IStarter[] {
  const [outcome, other] = columns.filter(isOf('numeric', 'count'));
  const group = columns.find(isOf('category', 'boolean'));
  const asked = [describe(variable, trans)];
  if (outcome !== undefined && group !== undefined) {
    const [value, by] = [outcome.name, group.name];
    asked.push({
      label: trans.__('What is the mean %1 for each %2?', value, by),
      text: `What is the mean ${value} for each ${by}?`
    });
  }
  if (outcome !== undefined) {
    asked.push({
      label: trans.__('Which factors go with %1?', outcome.name),
      text: `Which factors go with ${outcome.name}?`
    });
  }
  if (outcome !== undefined && other !== undefined) {
    asked.push({
      label: trans.__('Plot %1 against %2', outcome.name, other.name),
      text: `Plot ${outcome.name} against ${other.name}`
    });
  }
  return [...asked, SUGGEST];
}

function isOf(...roles: readonly Role[]): (column: IColumnProfile) => boolean {
  return column => roles.includes(column.role);
}
