/** One conversation as it is seen, in the side bar or in a tab. */

import {
  ChatInput,
  ChatMessages,
  ChatReactContext,
  JlThemeProvider
} from '@jupyter/chat';
import type { IThemeManager } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { createPortal } from 'react-dom';
import { useExternal } from '../external';
import { ActionButton, Alert } from '../parts';
import { Blank, NoKernelSide } from '../states';
import type { Furniture } from './furniture';
import { useAnnounced, usePinned } from './following';
import { Header } from './header';
import type { Held } from './held';
import { enterSends } from './keys';
import { Reply } from './reply';
import { Chips, Sent } from './sent';
import { startersOf } from './starters';
import type { IChatView, IConversation, IPlaces } from './tokens';
import { whyNot } from './toolbar';
import { translateBelow } from './words';

export interface IChatProps {
  conversation: IConversation;
  furniture: Furniture;
  places: IPlaces;
  area: 'sidebar' | 'main';
  /** The person opened the chat just now, and wants to type. */
  wantsFocus: () => boolean;
  themes: IThemeManager | null;
  trans: TranslationBundle;
}

/** Where the focus was when the chat appeared, and whether the person wants to type here. */
interface IFocus {
  readonly wished: boolean;
  readonly before: Element | null;
}

/** The chat of one notebook. */
export function Chat(props: IChatProps): JSX.Element {
  const { conversation, furniture, themes, area, trans } = props;
  const view = useExternal(conversation.changed, () => conversation.view);
  const box = React.useRef<HTMLDivElement>(null);
  React.useEffect(
    () =>
      box.current === null ? undefined : translateBelow(box.current, trans),
    [trans]
  );
  const [focus] = React.useState<IFocus>(() => ({
    wished: props.wantsFocus(),
    before: document.activeElement
  }));
  const { adapter } = furniture;
  if (view.forbidden !== null) {
    return <Blank title={view.forbidden.message} text={view.forbidden.cure} />;
  }
  return (
    // The keys are those of the lines within.
    <div
      className="jp-sciassist-chatbox"
      ref={box}
      onKeyDownCapture={event => {
        enterSends(event, adapter);
      }}
    >
      <Header view={view} actions={conversation} trans={trans} />
      <JlThemeProvider themeManager={themes}>
        <ChatReactContext.Provider
          value={{
            model: adapter,
            rmRegistry: adapter.rendermime,
            chatCommandRegistry: furniture.completions,
            inputToolbarRegistry: furniture.toolbar,
            messageFooterRegistry: furniture.footers,
            area
          }}
        >
          <Body {...props} view={view} />
          <Foot {...props} view={view} focus={focus} />
        </ChatReactContext.Provider>
      </JlThemeProvider>
    </div>
  );
}

/** The messages, or why there are none. */
function Body(props: IChatProps & { view: IChatView }): JSX.Element {
  const { view, furniture, conversation, places, trans } = props;
  const { messages } = view;
  const box = React.useRef<HTMLDivElement>(null);
  usePinned(box, messages.length, view);
  const said = useAnnounced(view, trans);
  React.useEffect(() => {
    const log = box.current?.querySelector('.jp-chat-messages-container');
    log?.setAttribute('role', 'log');
    log?.setAttribute('aria-live', 'polite');
    log?.setAttribute('aria-label', trans.__('Conversation'));
    log?.setAttribute('aria-busy', String(view.answering !== null));
  });
  return (
    <div className="jp-sciassist-messages" ref={box}>
      {messages.length === 0 ? (
        <Empty {...props} />
      ) : (
        <>
          {view.dropped > 0 && (
            <p className="jp-sciassist-faint">
              {trans._n(
                '%1 older message of this conversation is no longer kept.',
                '%1 older messages of this conversation are no longer kept.',
                view.dropped
              )}
            </p>
          )}
          <ChatMessages />
          {messages.map(message =>
            message.reply === null
              ? null
              : createPortal(
                  <Reply
                    message={message}
                    reply={message.reply}
                    writing={
                      view.answering !== null && message === messages.at(-1)
                    }
                    view={view}
                    actions={conversation}
                    places={places}
                    trans={trans}
                  />,
                  furniture.adapter.nodeOf(message.id),
                  message.id
                )
          )}
        </>
      )}
      <div className="jp-sciassist-hidden" role="status" aria-live="polite">
        {said}
      </div>
    </div>
  );
}

/** Nothing was said yet: why nothing can be, or what to begin with. */
function Empty(props: IChatProps & { view: IChatView }): JSX.Element {
  const { view, conversation, trans } = props;
  const { assistant } = view;
  const none = NoKernelSide({
    view: assistant,
    refresh: () => {
      conversation.reach();
    },
    trans
  });
  if (none !== null) {
    return none;
  }
  if (view.loading) {
    return (
      <p className="jp-sciassist-faint" role="status">
        {trans.__('Reading the conversation…')}
      </p>
    );
  }
  const starters = startersOf(assistant.variables, trans);
  return (
    <Blank
      title={trans.__('Ask about your data')}
      text={trans.__(
        'Numbers are computed from the live variables and link to how. What a language model adds is marked as its own.'
      )}
    >
      <ul
        className="jp-sciassist-starters"
        aria-label={trans.__('To begin with')}
      >
        {starters.map(({ label, text }) => (
          <li key={text}>
            <button
              className="jp-sciassist-button"
              onClick={() => {
                conversation.send(text);
              }}
            >
              {label}
            </button>
          </li>
        ))}
      </ul>
    </Blank>
  );
}

/** What goes on, what is attached, the line, what is sent. */
function Foot(
  props: IChatProps & { view: IChatView; focus: IFocus }
): JSX.Element {
  const { view, conversation, furniture, trans } = props;
  const { adapter } = furniture;
  const text = useExternal(
    adapter.input.valueChanged,
    () => adapter.input.value
  );
  useDelayed(text, view.pieces.open, () => {
    conversation.preview(true, text);
  });
  useFocusKept(props.focus);
  return (
    <div className="jp-sciassist-foot">
      <Going {...props} />
      <Chips
        attachments={view.attachments}
        cellName={id => conversation.cellName(id)}
        remove={one => {
          conversation.detach(one);
        }}
        trans={trans}
      />
      <Waiting held={adapter.held} view={view} trans={trans} />
      <ChatInput model={adapter.input} />
      <Sent
        view={view.pieces}
        model={view.assistant.model}
        text={text}
        actions={conversation}
        trans={trans}
      />
    </div>
  );
}

/** Enter was pressed too early: why the message was not sent yet, and what becomes of it. */
function Waiting(props: {
  held: Held;
  view: IChatView;
  trans: TranslationBundle;
}): JSX.Element {
  const { held, view, trans } = props;
  const waits = useExternal(held.changed, () => held.waits);
  const edited = useExternal(held.changed, () => held.edited);
  const why =
    view.answering === null
      ? trans.__(
          'Your message is sent when the kernel is ready, unless you change it.'
        )
      : trans.__(
          'Your message is sent after this answer, unless you change it.'
        );
  return (
    <p className="jp-sciassist-faint jp-sciassist-waits" role="status">
      {edited !== null && (
        <>
          {trans.__(
            'Your edited message is sent after this answer: “%1”',
            edited
          )}{' '}
          <button
            className="jp-sciassist-button"
            onClick={() => {
              held.drop();
            }}
          >
            {trans.__('Do not send it')}
          </button>{' '}
        </>
      )}
      {waits ? why : ''}
    </p>
  );
}

/** One line on what goes on; below it what went wrong, and the way to try again. */
function Going(props: IChatProps & { view: IChatView }): JSX.Element {
  const { view, conversation, trans } = props;
  const { messages, answering, fault, warning, notice } = view;
  const unanswered =
    answering === null && messages.length > 0 && messages.at(-1)?.text !== null;
  const reason = whyNot(view, trans);
  const again = unanswered && (
    <ActionButton
      off={reason !== null}
      title={reason ?? trans.__('Ask the same again')}
      onClick={() => {
        conversation.retry();
      }}
    >
      {trans.__('Try again')}
    </ActionButton>
  );
  return (
    <>
      <p className="jp-sciassist-going" role="status">
        {goingText(view, trans)}
      </p>
      {fault !== null && <Alert fault={fault}>{again}</Alert>}
      {fault === null && unanswered && !view.loading && (
        <p className="jp-sciassist-faint">
          {trans.__('This was not answered.')} {again}
        </p>
      )}
      {warning !== null && <Alert fault={warning} />}
      {notice !== null && (
        <Alert fault={notice}>
          {' '}
          <button
            className="jp-sciassist-button"
            onClick={() => {
              conversation.dismiss();
            }}
          >
            {trans.__('Close')}
          </button>
        </Alert>
      )}
    </>
  );
}

function goingText(view: IChatView, trans: TranslationBundle): string {
  const { answering, consulting, messages, assistant } = view;
  if (answering !== null && assistant.link.name === 'ready') {
    return consulting
      ? trans.__('The model is writing…')
      : assistant.waiting
        ? trans.__('Waiting for the kernel: a cell holds it.')
        : trans.__('Computing…');
  }
  return messages.length === 0 ? '' : (whyNot(view, trans) ?? '');
}

const SETTLED_MS = 500;

/** Do something when a text has not changed for a while. */
function useDelayed(text: string, wanted: boolean, act: () => void): void {
  const last = React.useRef(act);
  last.current = act;
  const first = React.useRef(text);
  React.useEffect(() => {
    if (!wanted || first.current === text) {
      return;
    }
    first.current = text;
    const timer = setTimeout(() => {
      last.current();
    }, SETTLED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text, wanted]);
}

/**
 * The line of `@jupyter/chat` takes the focus whenever it appears, and it appears twice: the theme comes later. The
 * focus is given back unless it was wanted.
 */
function useFocusKept({ wished, before }: IFocus): void {
  React.useEffect(() => {
    const now = document.activeElement;
    if (wished || !(now instanceof HTMLElement)) {
      return;
    }
    now.blur();
    if (before instanceof HTMLElement) {
      before.focus();
    }
    // Only when it appears.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
}
