/** The facts of a status in words. */

import type { TranslationBundle } from '@jupyterlab/translation';
import { placed } from '../endpoint';
import { megabytes } from './report';
import type { IPolicyState, IStatus } from './tokens';

/** The model and what it is doing. */
export function modelWords(status: IStatus, trans: TranslationBundle): string {
  const { endpoint, id, name, state } = status.model;
  const called =
    endpoint === null
      ? (name ?? id ?? trans.__('none'))
      : placed(name, endpoint, trans);
  const words = {
    absent: trans.__('not there'),
    idle:
      endpoint === null ? trans.__('not loaded') : trans.__('not asked yet'),
    loading: trans.__('is loading'),
    ready: trans.__('ready'),
    failed: trans.__('failed')
  };
  return trans.__('%1, %2', called, words[state]);
}

/** What the processes hold; that of the model only while it runs. */
export function memoryWords(status: IStatus, trans: TranslationBundle): string {
  const { worker, server } = status.memory;
  const unknown = trans.__('unknown');
  const own = trans.__('server %1', megabytes(server) ?? unknown);
  return status.pid === null
    ? own
    : trans.__('model %1, %2', megabytes(worker) ?? unknown, own);
}

/** How fast the last answers came. */
export function speedWords(status: IStatus, trans: TranslationBundle): string {
  const { prompt, answer } = status.speed ?? { prompt: null, answer: null };
  const parts = [
    ...(prompt === null
      ? []
      : [trans.__('reads %1', String(Math.round(prompt)))]),
    ...(answer === null
      ? []
      : [trans.__('writes %1', String(Math.round(answer)))])
  ];
  return parts.length === 0
    ? trans.__('not measured yet')
    : trans.__('%1 tokens a second', parts.join(', '));
}

export function queueWords(status: IStatus, trans: TranslationBundle): string {
  return status.queue === 0
    ? trans.__('no request')
    : trans._n('%1 request', '%1 requests', status.queue);
}

/** Where anything goes. */
export function networkWords(
  status: IStatus,
  trans: TranslationBundle
): string {
  return status.connections.length === 0
    ? trans.__('no connections')
    : status.connections.join(', ');
}

export function policyWords(
  policy: IPolicyState,
  trans: TranslationBundle
): string {
  const words = {
    'user-choice': trans.__('your choice'),
    'force-on': trans.__('forced on'),
    'force-off': trans.__('forced off')
  };
  return words[policy.value];
}
