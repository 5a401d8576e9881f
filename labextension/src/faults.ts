import type { IFault } from './tokens';
import { Trouble } from './tokens';

/** Any error as message and cure. */
export function asFault(error: unknown): IFault {
  if (error instanceof Trouble) {
    return { message: error.message, cure: error.cure };
  }
  return {
    message: error instanceof Error ? error.message : String(error),
    cure: 'Reload the page; if it comes again, please report it with this line.'
  };
}
