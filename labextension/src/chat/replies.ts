/** Replies that the page makes itself: they tell of the program, never of data. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { placed } from '../endpoint';
import type { IServerStatus } from '../tokens';
import type { IReply } from './records';

export const EMPTY: IReply = {
  basis: 'none',
  blocks: [],
  sources: [],
  answer: null,
  suggestions: [],
  draft: null,
  dropped: 0
};

/** Whether nothing is said in it, and nothing shown. */
export function isEmpty(reply: IReply): boolean {
  const { blocks, answer, suggestions, draft } = reply;
  const lists = blocks.length + suggestions.length;
  return lists === 0 && answer === null && draft === null;
}

/** What `/model` answers. */
export function modelReply(
  status: IServerStatus,
  trans: TranslationBundle
): IReply {
  const { id, name, state, detail, endpoint } = status.model;
  const words: { readonly [key in typeof state]: string } = {
    absent: trans.__('There is no language model.'),
    idle: trans.__('It is loaded on first use.'),
    loading: trans.__('It is loading.'),
    ready: trans.__('It is ready.'),
    failed: trans.__('It failed.')
  };
  const called =
    endpoint === null ? (name ?? id ?? '') : placed(name, endpoint, trans);
  const model = called === '' ? '' : trans.__('Model: %1.', called);
  const parts = [
    `${model} ${words[state]}`.trim(),
    // What helps stands alone: it may be a command to copy.
    detail ?? '',
    trans.__('Requests that wait: %1.', status.queue)
  ];
  return {
    ...EMPTY,
    blocks: parts
      .filter(text => text !== '')
      .map(text => ({
        kind: 'text',
        runs: [{ text, standing: 'plain', source: null }]
      }))
  };
}
