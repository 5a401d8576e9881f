/** Enter in the lines of `@jupyter/chat`, which sends too late to keep the new line out and forgets what is highlighted. */

import type * as React from 'react';
import type { ChatAdapter } from './adapter';

/** Enter takes the highlighted completion, else sends; with Shift, or while characters are composed, it is left alone. */
export function enterSends(
  event: React.KeyboardEvent<HTMLElement>,
  adapter: ChatAdapter
): void {
  const line = event.target;
  const composing = event.nativeEvent.isComposing;
  if (event.key !== 'Enter' || event.shiftKey || composing) {
    return;
  }
  const input = inputOf(line, adapter);
  if (input === undefined || !(line instanceof HTMLTextAreaElement)) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  const highlighted = line.getAttribute('aria-activedescendant');
  const open = line.getAttribute('aria-expanded') === 'true';
  const option = open && highlighted !== null ? highlighted : '';
  const item = document.getElementById(option);
  if (item !== null) {
    item.click();
  } else if (input.value.trim() !== '') {
    input.send(input.value);
  }
}

/** The input whose line it is: that of a new message, or of one that is edited. */
function inputOf(
  line: EventTarget,
  adapter: ChatAdapter
): ChatAdapter['input'] | undefined {
  const box =
    line instanceof Element ? line.closest('.jp-chat-input-container') : null;
  const id = box?.getAttribute('data-input-id');
  return [adapter.input, ...adapter.getEditionModels()].find(
    one => one.id === id
  );
}
