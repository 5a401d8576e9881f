/** React's view of what tells of its changes by a signal. */

import type { ISignal } from '@lumino/signaling';
import * as React from 'react';

/**
 * What is read from a thing, anew whenever its signal is given. `UseSignal` would stay with the signal of the
 * first thing that it was given. What is read must be the same object until the signal.
 */
export function useExternal<S, T>(
  signal: ISignal<S, unknown>,
  read: () => T
): T {
  return React.useSyncExternalStore(
    React.useCallback(
      told => {
        signal.connect(told);
        return () => {
          signal.disconnect(told);
        };
      },
      [signal]
    ),
    read
  );
}
