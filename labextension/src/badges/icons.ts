/** A shape for each badge, so that none is told by its colour alone. */

import { LabIcon } from '@jupyterlab/ui-components';
import type { BadgeKind } from './blame';

const SHAPES: Readonly<Record<BadgeKind, string>> = {
  // A sheet as it came, ticked.
  verbatim:
    '<path d="M5 2h10l5 5v15H5zm2 2v16h11V8h-4V4zm3.5 12.6L8 14.1l1.3-1.3 1.2 1.2 3.5-3.5 1.3 1.3z"/>',
  // A pencil.
  edited:
    '<path d="M4 20l1-5L16.5 3.5a1.5 1.5 0 0 1 2 0l2 2a1.5 1.5 0 0 1 0 2L9 19zm2.8-3.9l-.3 1.4 1.4-.3L18.6 6.5l-1.1-1.1z"/>',
  // Lines, blacked out.
  redacted: '<path d="M4 5h16v4H4zm0 6h11v4H4zm0 6h14v3H4z"/>',
  // A sheet that is not there.
  missing:
    '<path d="M5 2h4v2H7v3H5zm6 0h4l1 1.5-1.4 1.3L14 4h-3zm7 4l2 1v4h-2zM5 9h2v4H5zm13 4h2v4h-2zM5 15h2v4H5zm0 5h4v2H5zm6 0h4v2h-4zm6-1h3v3h-4v-2h1zM11 7h2v7h-2zm0 8.5h2v2h-2z"/>',
  // A person.
  human:
    '<path d="M12 3a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zm0 2a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM3 21c0-4.5 4-7 9-7s9 2.5 9 7zm2.3-2h13.4c-.6-1.9-3.1-3-6.7-3s-6.1 1.1-6.7 3z"/>',
  // A question.
  unknown:
    '<path d="M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm0 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16zm-1 11.5h2v2h-2zM8.5 10c0-2 1.5-3.5 3.5-3.5s3.5 1.4 3.5 3.2c0 2.2-2.5 2.4-2.5 4.3h-2c0-3 2.5-3 2.5-4.3 0-.7-.6-1.2-1.5-1.2s-1.5.6-1.5 1.5z"/>'
};

function icon(kind: BadgeKind): LabIcon {
  return new LabIcon({
    name: `jupyter-sciassist:badge-${kind}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g class="jp-icon3" fill="#616161">${SHAPES[kind]}</g></svg>`
  });
}

export const badgeIcons: Readonly<Record<BadgeKind, LabIcon>> = {
  verbatim: icon('verbatim'),
  edited: icon('edited'),
  redacted: icon('redacted'),
  missing: icon('missing'),
  human: icon('human'),
  unknown: icon('unknown')
};
