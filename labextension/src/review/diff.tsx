import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { Scroller } from '../parts';
import type { DiffLine } from './differences';
import { difference } from './differences';
import type { IEntry } from './entry';
import { isRemoved, opened } from './entry';
import type { IReviewView } from './tokens';
import { REDACTED, text, visible } from './values';
import { driftText, savedText, standingWord, timeText } from './words';

/** What was suggested, accepted, and is in the notebook now. */
export function ThreeWay(props: {
  entry: IEntry;
  now: IReviewView['now'];
  hasNotebook: boolean | null;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { entry, now, hasNotebook, trans } = props;
  const suggested = text(opened(entry, '/suggestion/text'));
  const isAccepted = entry.row.accepted !== null;
  if (!isAccepted) {
    return (
      <section>
        <h4>{trans.__('Suggested code')}</h4>
        <Code label={trans.__('Suggested code')} source={suggested} />
      </section>
    );
  }
  const accepted = text(opened(entry, '/acceptance/text'));
  return (
    <section className="jp-sciassist-threeWay">
      <h4>{trans.__('Suggested → accepted')}</h4>
      <Change before={suggested} after={accepted} trans={trans} />
      <h4>{trans.__('Accepted → in the notebook now')}</h4>
      {now === null ? (
        <p className="jp-sciassist-faint">
          {hasNotebook === false
            ? trans.__(
                'There is no notebook beside the log that could be read.'
              )
            : trans.__('The notebook is being read…')}
        </p>
      ) : (
        <p data-drift={now.drift}>
          <span aria-hidden="true">{standingWord(now.drift, trans).icon}</span>{' '}
          {driftText(now.drift, now.index, trans)}
        </p>
      )}
      {now !== null && now.source !== null && (
        <Change before={accepted} after={now.source} trans={trans} />
      )}
      {entry.saved !== null && (
        <p className="jp-sciassist-faint">
          {trans.__(
            'As last put on record, %1: %2',
            timeText(entry.saved.ts),
            savedText(entry.saved, trans)
          )}
        </p>
      )}
      {!isRemoved(entry, '/acceptance/text') && (
        <details>
          <summary>{trans.__('The text as accepted')}</summary>
          <Code label={trans.__('The text as accepted')} source={accepted} />
        </details>
      )}
    </section>
  );
}

/** Code as it is, control characters spelled out. */
function Code(props: { label: string; source: string | null }): JSX.Element {
  return (
    <Scroller className="jp-sciassist-listing" label={props.label}>
      <pre>{props.source === null ? REDACTED : visible(props.source)}</pre>
    </Scroller>
  );
}

function Change(props: {
  before: string | null;
  after: string | null;
  trans: TranslationBundle;
}): JSX.Element {
  const { before, after, trans } = props;
  const found = React.useMemo(() => difference(before, after), [before, after]);
  switch (found.state) {
    case 'redacted':
      return (
        <p>
          {REDACTED}{' '}
          {trans.__('A text was removed, so the two cannot be compared.')}
        </p>
      );
    case 'same':
      return <p className="jp-sciassist-faint">{trans.__('The same text.')}</p>;
    case 'different':
      return <Lines lines={found.lines} trans={trans} />;
  }
}

function Lines(props: {
  lines: readonly DiffLine[];
  trans: TranslationBundle;
}): JSX.Element {
  const { lines, trans } = props;
  const words = {
    '+': trans.__('added'),
    '-': trans.__('removed'),
    ' ': '',
    '@': ''
  };
  return (
    <Scroller className="jp-sciassist-diff" label={trans.__('Changes')}>
      {lines.map((line, index) => (
        <div
          key={index}
          className="jp-sciassist-diffLine"
          data-mark={line.mark}
        >
          <span className="jp-sciassist-diffMark" aria-hidden="true">
            {line.mark === '@' ? '⋯' : line.mark.replace('-', '−')}
          </span>
          <span className="jp-sciassist-spoken">{words[line.mark]}</span>
          <code>
            {line.mark === '@'
              ? trans._n(
                  '%1 line is the same',
                  '%1 lines are the same',
                  line.skipped
                )
              : visible(line.text)}
          </code>
        </div>
      ))}
    </Scroller>
  );
}
