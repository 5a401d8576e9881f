/** Waiting: for what a signal brings, and for time to pass. */

import type { ISignal } from '@lumino/signaling';

/** Until a condition holds, which is looked at whenever the signal is given. */
export function until<S, T>(
  signal: ISignal<S, T>,
  met: () => boolean
): Promise<void> {
  if (met()) {
    return Promise.resolve();
  }
  return new Promise(resolve => {
    const look = (): void => {
      if (met()) {
        signal.disconnect(look);
        resolve();
      }
    };
    signal.connect(look);
  });
}

export function pause(ms: number): Promise<undefined> {
  return new Promise(resolve => {
    setTimeout(() => {
      resolve(undefined);
    }, ms);
  });
}
