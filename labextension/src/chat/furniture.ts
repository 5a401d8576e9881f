/** What `@jupyter/chat` needs to show one conversation in one place. */

import type {
  ChatCommandRegistry,
  InputToolbarRegistry,
  MessageFooterRegistry
} from '@jupyter/chat';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ChatAdapter } from './adapter';
import { completionsOf } from './completions';
import type { IConversation } from './tokens';
import { footersOf, toolbarOf } from './toolbar';

export class Furniture {
  constructor(conversation: IConversation, trans: TranslationBundle) {
    this.adapter = new ChatAdapter(conversation, trans);
    this.completions = completionsOf(conversation, trans);
    this.toolbar = toolbarOf(conversation, trans);
    this.footers = footersOf(conversation, trans);
  }

  readonly adapter: ChatAdapter;
  readonly completions: ChatCommandRegistry;
  readonly toolbar: InputToolbarRegistry;
  readonly footers: MessageFooterRegistry;
}
