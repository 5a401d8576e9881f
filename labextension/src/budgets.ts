/** Cells as they are handed over: short text, short errors, no images. */

import type * as nbformat from '@jupyterlab/nbformat';

/** Characters of one text output, of one error, and of the source of one cell. */
export const TEXT = 2000;
export const ERROR = 3000;
export const SOURCE = 20_000;

/** A cell within the budgets. Attachments stay behind; a source that is too long is left out. */
export function within(cell: nbformat.ICell): object {
  const source = joined(cell.source);
  const small = {
    id: cell['id'],
    cell_type: cell.cell_type,
    source: source.length > SOURCE ? '' : source,
    metadata: {}
  };
  if (cell.cell_type !== 'code') {
    return { ...small, source: cut(source, TEXT) };
  }
  return {
    ...small,
    execution_count: cell['execution_count'] ?? null,
    outputs: ((cell['outputs'] ?? []) as nbformat.IOutput[]).map(output)
  };
}

function output(value: nbformat.IOutput): object {
  const type = value.output_type;
  switch (type) {
    case 'stream':
      return {
        output_type: type,
        name: value['name'],
        text: cut(joined(value['text'] as nbformat.MultilineString), TEXT)
      };
    case 'error':
      return {
        output_type: type,
        ename: cut(String(value['ename']), TEXT),
        evalue: cut(String(value['evalue']), TEXT),
        traceback: [last((value['traceback'] as string[]).join('\n'), ERROR)]
      };
    default:
      return {
        output_type: type,
        metadata: {},
        data: bundle((value['data'] ?? {}) as nbformat.IMimeBundle),
        ...(type === 'execute_result'
          ? { execution_count: value['execution_count'] ?? null }
          : {})
      };
  }
}

/** Plain text, before any other form of the same output; images as placeholders. */
function bundle(data: nbformat.IMimeBundle): object {
  const small: { [type: string]: string } = {};
  for (const [type, value] of Object.entries(data)) {
    if (type === 'text/plain') {
      small[type] = cut(joined(value as nbformat.MultilineString), TEXT);
    } else if (type.startsWith('image/')) {
      small[type] = placeholder(
        type,
        joined(value as nbformat.MultilineString)
      );
    }
  }
  return small;
}

/** `[image/png 640 x 480]`; the size is in the first bytes of a PNG. */
export function placeholder(type: string, base64: string): string {
  const header = base64.replace(/\s/g, '').slice(0, 32);
  if (type !== 'image/png' || !header.startsWith('iVBORw0KGgo')) {
    return `[${type}]`;
  }
  const bytes = Uint8Array.from(atob(header), char => char.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return `[${type} ${view.getUint32(16)} x ${view.getUint32(20)}]`;
}

function joined(text: nbformat.MultilineString): string {
  return Array.isArray(text) ? text.join('') : String(text);
}

function cut(text: string, budget: number): string {
  return text.length > budget ? `${text.slice(0, budget - 1)}…` : text;
}

/** The end of a traceback holds the cause. */
function last(text: string, budget: number): string {
  return text.length > budget ? `…${text.slice(1 - budget)}` : text;
}
