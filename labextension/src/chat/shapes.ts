/** What a record of a conversation must look like when it arrives: every field present, none unknown. */

import type { Check } from '../shapes';
import {
  among,
  count,
  flag,
  list,
  number,
  orNull,
  readerOf,
  record,
  refuse,
  SHAPES as SHARED,
  text
} from '../shapes';
import type { IChatRecords, IMessage, IReply } from './records';

const attachment = record<IChatRecords['Attachment']>({
  kind: among('variable', 'column', 'cell', 'output'),
  name: text,
  text: orNull(text)
});
const source = record<IChatRecords['Source']>({
  kind: among('evidence', 'variable', 'output', 'question'),
  told: text,
  variable: orNull(text),
  suggestion: orNull(text),
  cell: orNull(text)
});
const run = record<IChatRecords['Run']>({
  text,
  standing: among('plain', 'grounded', 'unverified'),
  source: orNull(count)
});
const block = record<IChatRecords['Block']>({
  kind: among('text', 'comment', 'code'),
  runs: list(run)
});
const danger = record<IChatRecords['Danger']>({
  line: count,
  call: text,
  told: text
});
const trial = record<IChatRecords['Trial']>({
  state: among('ran', 'failed', 'not run'),
  told: text,
  rows: orNull(count),
  seconds: orNull(number),
  output: orNull(text)
});
const draft = record<IChatRecords['Draft']>({
  suggestion: SHARED.Suggestion,
  trial,
  dangers: list(danger)
});
const fields = record<IChatRecords['Reply']>({
  basis: among('computed', 'unverified', 'general', 'none'),
  blocks: list(block),
  sources: list(source),
  answer: orNull(SHARED.Answer),
  suggestions: list(SHARED.Suggestion),
  draft: orNull(draft),
  dropped: count
});

/** A reply whose runs name sources that are there. */
const reply: Check = (value, where) => {
  fields(value, where);
  const { blocks, sources } = value as IReply;
  for (const { standing, source: place } of blocks.flatMap(one => one.runs)) {
    const missing =
      place === null ? standing === 'grounded' : sources[place] === undefined;
    if (missing) {
      refuse(place, `${where}.blocks.runs.source`, 'the place of a source');
    }
  }
};

const whole = record<IChatRecords['Message']>({
  id: text,
  at: text,
  text: orNull(text),
  reply: orNull(reply),
  attachments: list(attachment),
  stopped: flag
});

const message: Check = (value, where) => {
  whole(value, where);
  const { text: said, reply: answered } = value as IMessage;
  if ((said === null) === (answered === null)) {
    refuse(said, where, 'either what was said or a reply');
  }
};

export const {
  read: readChat,
  readAll: readChats,
  names: CHAT_RECORDS
} = readerOf<IChatRecords>({
  Attachment: attachment,
  Piece: record<IChatRecords['Piece']>({
    id: text,
    told: text,
    text,
    tokens: count,
    fixed: flag
  }),
  Source: source,
  Run: run,
  Block: block,
  Danger: danger,
  Trial: trial,
  Draft: draft,
  Reply: reply,
  Message: message
});
