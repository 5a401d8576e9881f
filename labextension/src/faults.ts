import { ServerConnection } from '@jupyterlab/services';
import type { IFault } from './tokens';
import { Trouble } from './tokens';
import { trans } from './translation';

/** Any error as message and cure. */
export function asFault(error: unknown): IFault {
  if (error instanceof Trouble) {
    return { message: error.message, cure: error.cure };
  }
  return {
    message: error instanceof Error ? error.message : String(error),
    cure: trans.__(
      'Reload the page; if it comes again, please report it with this line.'
    )
  };
}

/** Whether the server says that there is no such file. */
export function isGone(error: unknown): boolean {
  return (
    error instanceof ServerConnection.ResponseError &&
    error.response.status === 404
  );
}
