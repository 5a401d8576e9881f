import type {
  InputToolbarRegistry as Registry,
  MessageFooterSectionProps
} from '@jupyter/chat';
import {
  CancelButton,
  InputToolbarRegistry,
  MessageFooterRegistry,
  SaveEditButton
} from '@jupyter/chat';
import { UseSignal } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { CopyButton } from '../parts';
import { INSTALL, statusText, whyNoKernelSide } from '../states';
import { plainOf } from './plain';
import { Chips } from './sent';
import type { IChatView, IConversation } from './tokens';

/** Below the line: Send, or Stop while a reply is awaited. */
export function toolbarOf(
  conversation: IConversation,
  trans: TranslationBundle
): InputToolbarRegistry {
  const registry = new InputToolbarRegistry();
  const SendOrStop = (props: Registry.IToolbarItemProps): JSX.Element => (
    <UseSignal signal={conversation.changed}>
      {() =>
        props.edit === true ? (
          <></>
        ) : conversation.view.answering !== null ? (
          <button
            className="jp-sciassist-button jp-sciassist-stop"
            title={trans.__('Stop the answer; the notebook’s cells go on')}
            onClick={() => {
              conversation.stop();
              props.model.focus();
            }}
          >
            <span aria-hidden="true">■ </span>
            {trans.__('Stop')}
          </button>
        ) : (
          <Send view={conversation.view} model={props.model} trans={trans} />
        )
      }
    </UseSignal>
  );
  registry.addItem('cancel', { element: CancelButton, position: 10 });
  registry.addItem('saveEdit', { element: SaveEditButton, position: 95 });
  registry.addItem('send', { element: SendOrStop, position: 100 });
  return registry;
}

function Send(props: {
  view: IChatView;
  model: Registry.IToolbarItemProps['model'];
  trans: TranslationBundle;
}): JSX.Element {
  const { view, model, trans } = props;
  const reason = whyNot(view, trans);
  return (
    <UseSignal signal={model.valueChanged}>
      {() => {
        const off = model.value.trim() === '' || reason !== null;
        return (
          <button
            className="jp-sciassist-button jp-mod-accept"
            aria-disabled={off}
            title={
              reason ?? trans.__('Send (Enter); Shift+Enter begins a line')
            }
            onClick={() => {
              if (!off) {
                model.send(model.value);
                model.focus();
              }
            }}
          >
            {trans.__('Send')}
          </button>
        );
      }}
    </UseSignal>
  );
}

/** Why nothing can be asked now; null where it can. */
export function whyNot(
  view: IChatView,
  trans: TranslationBundle
): string | null {
  const { assistant } = view;
  if (view.loading) {
    return trans.__('The conversation is being read.');
  }
  const { name } = assistant.link;
  if (name === 'disconnected') {
    return trans.__(
      'The connection to the kernel is lost. It comes back by itself when the server answers; what you typed stays here.'
    );
  }
  const none = whyNoKernelSide(assistant, trans);
  if (none !== null) {
    const cure = name === 'missing' ? INSTALL : none.cure;
    return `${none.message.replace(/\.$/, '')}. ${cure}`;
  }
  if (name !== 'ready') {
    return (
      statusText(assistant, trans) || trans.__('The kernel is not read yet.')
    );
  }
  return assistant.waiting
    ? trans.__('The kernel is held by a cell: questions wait for it.')
    : null;
}

/** Below a message: what was attached to it, or what can be done with a reply. */
export function footersOf(
  conversation: IConversation,
  trans: TranslationBundle
): MessageFooterRegistry {
  const registry = new MessageFooterRegistry();
  const Footer = ({ message }: MessageFooterSectionProps): JSX.Element => (
    <UseSignal signal={conversation.changed}>
      {() => (
        <Below id={message.id} conversation={conversation} trans={trans} />
      )}
    </UseSignal>
  );
  registry.addSection({ component: Footer, position: 'left' });
  return registry;
}

function Below(props: {
  id: string;
  conversation: IConversation;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { id, conversation, trans } = props;
  const { messages, answering } = conversation.view;
  const message = messages.find(one => one.id === id);
  if (message === undefined) {
    return null;
  }
  if (message.reply === null) {
    return (
      <Chips
        attachments={message.attachments}
        cellName={one => conversation.cellName(one)}
        trans={trans}
      />
    );
  }
  const last = messages.at(-1)?.id === id;
  return last && answering !== null ? null : (
    <div className="jp-sciassist-below">
      <CopyButton text={plainOf(message.reply, trans)} trans={trans} />
      {last && (
        <button
          className="jp-sciassist-button jp-mod-plain"
          title={trans.__('Drop this answer and ask the same again')}
          onClick={() => {
            conversation.retry();
          }}
        >
          {trans.__('Retry')}
        </button>
      )}
    </div>
  );
}
