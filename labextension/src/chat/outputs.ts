/** Cells and outputs as attachments, within the budgets of a request. No DOM. */

import type * as nbformat from '@jupyterlab/nbformat';
import { within } from '../budgets';
import type { IAttachment } from './records';

type Output = { readonly [key: string]: unknown };

/** A cell, and the text of its outputs where it has any. */
export function attachmentsOf(cell: nbformat.ICell): IAttachment[] {
  const small = within(cell) as {
    readonly id?: unknown;
    readonly source: string;
  };
  const { id } = small;
  if (typeof id !== 'string' || small.source.trim() === '') {
    return [];
  }
  const output = outputOf(cell);
  return [
    { kind: 'cell', name: id, text: small.source },
    ...(output === null ? [] : [output])
  ];
}

/** The text of a cell's outputs; null where it has none. */
export function outputOf(cell: nbformat.ICell): IAttachment | null {
  const { id, outputs } = within(cell) as {
    readonly id?: unknown;
    readonly outputs?: readonly Output[];
  };
  const text = (outputs ?? []).map(textOf).join('\n').trim();
  return typeof id !== 'string' || text === ''
    ? null
    : { kind: 'output', name: id, text };
}

/** Whether a cell ended with an error. */
export function hasFailed(cell: nbformat.ICell): boolean {
  const outputs = (cell['outputs'] ?? []) as readonly Output[];
  return outputs.some(one => one['output_type'] === 'error');
}

/** Colours of a terminal. */
// eslint-disable-next-line no-control-regex
const ESCAPES = /\u001b\[[0-9;]*m/g;

function textOf(output: Output): string {
  switch (output['output_type']) {
    case 'stream':
      return String(output['text']);
    case 'error':
      return (output['traceback'] as readonly string[])
        .join('\n')
        .replace(ESCAPES, '');
    default:
      return Object.values(output['data'] as Output)
        .map(String)
        .join('\n');
  }
}
