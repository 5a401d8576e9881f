/** What records, states and kinds are called; every mark stands beside its word. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { Drift } from './drift';
import { DRIFTS } from './drift';
import type { ISaved } from './entry';
import type { Standing } from './filter';
import { whoOf } from './filter';
import type { IRow } from './rows';
import { REDACTED, visible } from './values';

/** A mark and the word that it stands for. */
export interface ISaid {
  readonly icon: string;
  readonly word: string;
}

/** What a record is. */
export function typeWord(type: string, trans: TranslationBundle): ISaid {
  const known: { readonly [type: string]: ISaid } = {
    'log.created': { icon: '●', word: trans.__('Log begun') },
    'log.copied': { icon: '⧉', word: trans.__('Log copied') },
    'log.moved': { icon: '→', word: trans.__('Notebook moved') },
    'session.opened': { icon: '▸', word: trans.__('Session') },
    'suggestion.accepted': { icon: '✓', word: trans.__('Accepted') },
    'suggestion.rejected': { icon: '✗', word: trans.__('Rejected') },
    'suggestion.confirmed': { icon: '◎', word: trans.__('Tested') },
    'tests.counted': { icon: '∑', word: trans.__('Tests counted') },
    'cell.state': { icon: '▤', word: trans.__('Notebook saved') },
    'evidence.replayed': { icon: '↻', word: trans.__('Replayed') },
    'review.note': { icon: '✎', word: trans.__('Note') },
    redaction: { icon: '▬', word: trans.__('Redaction') },
    checkpoint: { icon: '⚑', word: trans.__('Checkpoint') },
    'key.added': { icon: '⚿', word: trans.__('Key added') },
    damaged: { icon: '⚠', word: trans.__('Damaged line') },
    torn: { icon: '⚠', word: trans.__('Torn line') }
  };
  return Object.hasOwn(known, type) && known[type] !== undefined
    ? known[type]
    : { icon: '?', word: visible(type) };
}

/** How a decision or its cell stands. */
export function standingWord(
  standing: Standing,
  trans: TranslationBundle
): ISaid {
  const known: { readonly [one in Standing]: ISaid } = {
    verbatim: { icon: '=', word: trans.__('verbatim') },
    edited: { icon: '≠', word: trans.__('edited') },
    rejected: { icon: '✗', word: trans.__('rejected') },
    supported: { icon: '✓', word: trans.__('supported') },
    refuted: { icon: '✗', word: trans.__('refuted') },
    inconclusive: { icon: '≈', word: trans.__('inconclusive') },
    redacted: { icon: '▬', word: trans.__('redacted') },
    damaged: { icon: '⚠', word: trans.__('damaged') },
    torn: { icon: '⚠', word: trans.__('torn') },
    current: { icon: '✓', word: trans.__('current') },
    'edited since': { icon: '≠', word: trans.__('edited since') },
    moved: { icon: '→', word: trans.__('moved') },
    'moved and edited': { icon: '→', word: trans.__('moved and edited') },
    'cell gone': { icon: '∅', word: trans.__('cell gone') },
    'no cell': { icon: '–', word: trans.__('no cell') }
  };
  return known[standing];
}

/** What drift means, in a sentence. */
export function driftText(
  drift: Drift,
  index: number | null,
  trans: TranslationBundle
): string {
  const number = (index ?? 0) + 1;
  const known: { readonly [one in Drift]: string } = {
    current: trans.__('Cell %1 reads as it was accepted.', number),
    'edited since': trans.__('Cell %1 was edited since.', number),
    moved: trans.__(
      'The cell’s id is gone; cell %1 has the text as it was accepted. This is a hint, no proof.',
      number
    ),
    'moved and edited': trans.__(
      'The cell’s id is gone; cell %1 names the suggestion, with another text. This is a hint, no proof.',
      number
    ),
    'cell gone': trans.__('No cell of the notebook holds it any more.'),
    'no cell': trans.__('It was accepted without a cell, as in a terminal.')
  };
  return known[drift];
}

/** Who a record is by, as the filter's value reads. */
export function whoWord(who: string, trans: TranslationBundle): string {
  switch (who) {
    case 'actor:redacted':
      return REDACTED;
    case 'actor:human':
      return trans.__('a person, not named');
    case 'actor:system':
      return trans.__('the assistant');
    case 'actor:agent':
      return trans.__('a program');
    case 'actor:':
      return trans.__('not told');
    default:
      return visible(who.replace(/^actor:/, ''));
  }
}

/** The name of a kind of suggestion. */
export function kindWord(kind: string, trans: TranslationBundle): string {
  const known: { readonly [kind: string]: string } = {
    hypothesis: trans.__('Hypothesis'),
    analysis: trans.__('Analysis'),
    caution: trans.__('Caution'),
    'next step': trans.__('Next step')
  };
  return (
    (Object.hasOwn(known, kind) ? known[kind] : undefined) ?? visible(kind)
  );
}

/** The title of a record: its own, else what it is. */
export function titleText(row: IRow, trans: TranslationBundle): string {
  if (row.title !== null && row.title !== '') {
    return visible(row.title);
  }
  const pointers = ['/suggestion/title', '/text', '/reason', '/notebook/path'];
  if (pointers.some(pointer => row.removed.includes(pointer))) {
    return REDACTED;
  }
  const count = row.count ?? 0;
  switch (row.type) {
    case 'tests.counted':
      return trans._n('%1 test counted', '%1 tests counted', count);
    case 'cell.state':
      return trans._n(
        '%1 accepted cell is other than before',
        '%1 accepted cells are other than before',
        count
      );
    case 'damaged':
      return trans.__('Line %1 holds no record', row.line);
    case 'torn':
      return trans.__('Line %1 was never completed', row.line);
    default:
      return typeWord(row.type, trans).word;
  }
}

/** What a save left of a cell. */
export function savedText(saved: ISaved, trans: TranslationBundle): string {
  const outputs: { readonly [state: string]: string } = {
    none: trans.__('no outputs'),
    'older than source': trans.__('its outputs older than its text'),
    'not checkable': trans.__(
      'whether its outputs are of this text cannot be told'
    )
  };
  const { state } = saved;
  const drift = DRIFTS.find(one => one === state);
  const told = [
    drift === undefined ? state : standingWord(drift, trans).word,
    saved.outputs === null ? null : outputs[saved.outputs]
  ];
  return visible(told.filter(Boolean).join(', '));
}

/** Who a row is by. */
export function whoText(row: IRow, trans: TranslationBundle): string {
  return row.ts === '' ? '' : whoWord(whoOf(row), trans);
}

/** The claimed time on the reader's clock, down to the minute. */
export function timeText(ts: string): string {
  const time = new Date(ts);
  if (ts === '' || Number.isNaN(time.getTime())) {
    return '';
  }
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
