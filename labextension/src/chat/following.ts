/** How a conversation is followed: by the eye, and by the ear. */

import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { plainOf } from './plain';
import type { IChatView } from './tokens';

/** So near to the end counts as at the end. */
const NEAR = 40;

/**
 * A new message comes into view, and while a reply grows the end stays in view for whoever is there. Who reads
 * further up is left alone.
 */
export function usePinned(
  box: React.RefObject<HTMLElement>,
  count: number,
  drawn: unknown
): void {
  const pinned = React.useRef(true);
  const before = React.useRef(0);
  const scroller = (): HTMLElement | null =>
    box.current?.querySelector<HTMLElement>(
      '[id^="jupyter-chat-scroll-container"]'
    ) ?? null;
  React.useEffect(() => {
    const found = scroller();
    const look = (): void => {
      if (found !== null) {
        const { scrollHeight, scrollTop, clientHeight } = found;
        pinned.current = scrollHeight - scrollTop - clientHeight < NEAR;
      }
    };
    found?.addEventListener('scroll', look);
    return () => {
      found?.removeEventListener('scroll', look);
    };
    // The list comes with the first message.
  }, [count > 0]);
  React.useEffect(() => {
    const found = scroller();
    const fresh = count > before.current;
    before.current = count;
    if (found === null || !(fresh || pinned.current)) {
      return;
    }
    // The message is drawn a moment later.
    const frame = requestAnimationFrame(() => {
      found.scrollTop = found.scrollHeight;
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [count, drawn]);
}

/** What a screen reader is told: a reply when it is whole, and only then. */
export function useAnnounced(
  view: IChatView,
  trans: TranslationBundle
): string {
  const [said, say] = React.useState('');
  const awaited = React.useRef(false);
  React.useEffect(() => {
    const last = view.messages.at(-1);
    if (view.answering !== null) {
      awaited.current = true;
      say('');
    } else if (awaited.current) {
      awaited.current = false;
      say(
        last?.reply ? trans.__('Answer: %1', plainOf(last.reply, trans)) : ''
      );
    }
  }, [view, trans]);
  return said;
}
