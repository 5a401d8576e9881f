/** `@jupyter/chat` 0.20 speaks English only: its words are put into the person's language where they are shown. */

import type { TranslationBundle } from '@jupyterlab/translation';

const SHOWN = ['placeholder', 'title', 'aria-label'] as const;

/** Translate what stands below a node now and later; ends with the function that is returned. */
export function translateBelow(
  node: HTMLElement,
  trans: TranslationBundle
): () => void {
  const words: ReadonlyMap<string, string> = new Map([
    [
      'Type a chat message, @ to mention...',
      trans.__('Ask about your data: / or @')
    ],
    ['Edit', trans.__('Edit and send again')],
    ['Cancel editing', trans.__('Cancel editing')],
    ['Save edits', trans.__('Send the edited message')],
    ['Go to last message', trans.__('Go to the last message')],
    ['Go to unread messages', trans.__('Go to the new messages')]
  ]);
  const translate = (element: Element): void => {
    for (const name of SHOWN) {
      const word = words.get(element.getAttribute(name) ?? '');
      if (word !== undefined && word !== element.getAttribute(name)) {
        element.setAttribute(name, word);
      }
    }
    if (
      element instanceof HTMLTextAreaElement &&
      !element.hasAttribute('aria-label')
    ) {
      element.setAttribute('aria-label', trans.__('Message'));
      element.dir = 'auto';
    }
  };
  const all = (element: Element): void => {
    translate(element);
    element.querySelectorAll('*').forEach(translate);
  };
  const observer = new MutationObserver(changes => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'attributes') {
        translate(target as Element);
      }
      addedNodes.forEach(one => {
        if (one instanceof Element) {
          all(one);
        }
      });
    }
  });
  observer.observe(node, {
    attributeFilter: [...SHOWN],
    childList: true,
    subtree: true
  });
  all(node);
  return () => {
    observer.disconnect();
  };
}
