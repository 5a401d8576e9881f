import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { ActionButton, Alert, CopyButton, Scroller } from '../parts';
import { ThreeWay } from './diff';
import type { IEntry, INoteBy, IOpenable } from './entry';
import { Claim, Data, Facts, Members, ModelCard, SessionFacts } from './facts';
import { Said } from './timeline';
import type { IReviewView } from './tokens';
import { REDACTED, at, list, short, text, visible } from './values';
import {
  kindWord,
  standingWord,
  timeText,
  titleText,
  typeWord,
  whoText
} from './words';

/** What can be done with the selected record. */
export interface IEntryActions {
  readonly note: (entry: IEntry) => void;
  readonly redact: (entry: IEntry) => void;
  readonly select: (key: string) => void;
}

/** One record whole. */
export const Detail = React.forwardRef<
  HTMLElement,
  {
    view: IReviewView;
    entry: IEntry;
    actions: IEntryActions;
    trans: TranslationBundle;
  }
>(function Detail({ view, entry, actions, trans }, ref) {
  const { row } = entry;
  if (row.hash === null) {
    return <Broken ref={ref} view={view} entry={entry} trans={trans} />;
  }
  return (
    <Entry ref={ref} view={view} entry={entry} trans={trans}>
      <p className="jp-sciassist-badges">
        <Said {...typeWord(row.type, trans)} />
        {row.kind !== null && <span>{kindWord(row.kind, trans)}</span>}
        {row.tags.map(tag => (
          <Said key={tag} {...standingWord(tag, trans)} />
        ))}
      </p>
      <div className="jp-sciassist-actions">
        <ActionButton
          off={view.busy}
          title={trans.__('Adds a record of your own that speaks of this one')}
          onClick={() => {
            actions.note(entry);
          }}
        >
          {trans.__('Add note…')}
        </ActionButton>
        <ActionButton
          off={view.busy || !hasOpen(entry)}
          title={
            hasOpen(entry)
              ? trans.__('Removes values of this record for good')
              : trans.__('Nothing of this record is open')
          }
          onClick={() => {
            actions.redact(entry);
          }}
        >
          {trans.__('Redact…')}
        </ActionButton>
      </div>
      <Notes notes={entry.notes} trans={trans} />
      <About entry={entry} actions={actions} trans={trans} />
      {at(entry.body, 'suggestion') !== undefined && (
        <>
          <ThreeWay
            entry={entry}
            now={view.now}
            hasNotebook={view.hasNotebook}
            trans={trans}
          />
          <Claim entry={entry} trans={trans} />
          <Data entry={entry} now={view.data} trans={trans} />
          <ModelCard entry={entry} trans={trans} />
        </>
      )}
      <Replays entry={entry} trans={trans} />
      <Removed openables={entry.openables} trans={trans} />
      <Identity entry={entry} trans={trans} />
      <SessionFacts session={entry.session} trans={trans} />
      <Raw entry={entry} trans={trans} />
    </Entry>
  );
});

function hasOpen(entry: IEntry): boolean {
  return entry.openables.some(one => one.value !== undefined);
}

function Notes(props: {
  notes: readonly INoteBy[];
  trans: TranslationBundle;
}): JSX.Element | null {
  const { notes, trans } = props;
  return notes.length === 0 ? null : (
    <section>
      <h4>{trans.__('Notes by readers')}</h4>
      <ul className="jp-sciassist-notes">
        {notes.map(({ row, text: said }) => (
          <li key={row.key}>
            <p>{said === null ? REDACTED : visible(said)}</p>
            <span className="jp-sciassist-faint">
              {whoText(row, trans)}, {timeText(row.ts)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Records that hold no suggestion: what stands in them, and the record they speak of. */
function About(props: {
  entry: IEntry;
  actions: IEntryActions;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { entry, actions, trans } = props;
  const { row, body } = entry;
  const [target] = row.targets;
  const isPlain = at(body, 'suggestion') === undefined;
  return (
    <>
      {target !== undefined && row.targets.length === 1 && (
        <p>
          {trans.__('Speaks of record')}{' '}
          <button
            className="jp-sciassist-link"
            onClick={() => {
              actions.select(target);
            }}
          >
            {short(target)}
          </button>
        </p>
      )}
      {row.type === 'evidence.replayed' && (
        <section>
          <h4>{trans.__('Outcome')}</h4>
          <ReplayFacts body={body} trans={trans} />
        </section>
      )}
      {isPlain && (
        <section>
          <h4>{trans.__('Contents')}</h4>
          <Facts
            facts={entry.openables.map(({ pointer, value }) => [
              visible(pointer),
              value === undefined ? REDACTED : value
            ])}
          />
          <Members value={body} />
        </section>
      )}
    </>
  );
}

function Replays(props: {
  entry: IEntry;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { entry, trans } = props;
  return entry.replays.length === 0 ? null : (
    <section>
      <h4>{trans.__('Replayed')}</h4>
      {entry.replays.map(({ row, body }) => (
        <div key={row.key}>
          <p>
            <strong>{visible(text(at(body, 'verdict')) ?? '?')}</strong>{' '}
            <span className="jp-sciassist-faint">
              {whoText(row, trans)}, {timeText(row.ts)}
            </span>
          </p>
          <ReplayFacts body={body} trans={trans} />
        </div>
      ))}
    </section>
  );
}

/** What was run again, what of it is the same, and what is not. */
function ReplayFacts(props: {
  body: unknown;
  trans: TranslationBundle;
}): JSX.Element {
  const { body, trans } = props;
  const named = (key: string): string => list(at(body, key)).join(', ');
  const same = at(body, 'data', 'same');
  return (
    <Facts
      facts={[
        [trans.__('Run again'), at(body, 'part')],
        [trans.__('Verdict'), at(body, 'verdict')],
        [trans.__('Compared'), named('compared')],
        [trans.__('Differs'), named('differs')],
        [trans.__('Tolerance'), at(body, 'tolerance')],
        [
          trans.__('Data'),
          typeof same === 'boolean'
            ? same
              ? trans.__('the same as recorded')
              : trans.__('other than recorded')
            : null
        ],
        [trans.__('Runtime'), at(body, 'runtime', 'engine')],
        [trans.__('Build'), at(body, 'runtime', 'build')]
      ]}
    />
  );
}

function Removed(props: {
  openables: readonly IOpenable[];
  trans: TranslationBundle;
}): JSX.Element | null {
  const { trans } = props;
  const gone = props.openables.filter(one => one.value === undefined);
  return gone.length === 0 ? null : (
    <section>
      <h4>{trans.__('Removed values')}</h4>
      <Facts
        facts={gone.map(one => [visible(one.pointer), whyGone(one, trans)])}
      />
      <p className="jp-sciassist-faint">
        {trans.__(
          'The record still holds what commits it to these values, so its hash stands.'
        )}
      </p>
    </section>
  );
}

function whyGone(one: IOpenable, trans: TranslationBundle): string {
  if (one.withheld) {
    return trans.__('%1, left out when the record was written', REDACTED);
  }
  return one.reason === null
    ? trans.__('%1, no reason on record', REDACTED)
    : `${REDACTED} ${one.reason}`;
}

function Identity(props: {
  entry: IEntry;
  trans: TranslationBundle;
}): JSX.Element {
  const { entry, trans } = props;
  const { row } = entry;
  return (
    <section>
      <h4>{trans.__('Record')}</h4>
      <Facts
        facts={[
          [trans.__('By'), whoText(row, trans)],
          [trans.__('Claimed time'), row.ts],
          [trans.__('Number'), entry.seq],
          [trans.__('Id'), row.id],
          [trans.__('Hash'), row.hash]
        ]}
      />
      <div className="jp-sciassist-copyHash">
        <CopyButton text={row.hash ?? ''} trans={trans} />
      </div>
    </section>
  );
}

function Raw(props: { entry: IEntry; trans: TranslationBundle }): JSX.Element {
  const { entry, trans } = props;
  const [isOpen, setOpen] = React.useState(false);
  return (
    <details
      onToggle={event => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>{trans.__('The raw record')}</summary>
      {isOpen && (
        <Scroller
          className="jp-sciassist-listing"
          label={trans.__('The raw record')}
        >
          <pre>{pretty(entry.raw)}</pre>
        </Scroller>
      )}
    </details>
  );
}

/** The line laid out, or as it stands where it is no JSON. */
function pretty(raw: string): string {
  try {
    return visible(JSON.stringify(JSON.parse(raw), null, 1));
  } catch {
    return visible(raw);
  }
}

const SHOWN = 4000;

/** Why the verification does not let the record pass. */
function Fault(props: {
  view: IReviewView;
  entry: IEntry;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { view, entry, trans } = props;
  const reason = view.faults.get(entry.row.line);
  return reason === undefined ? null : (
    <Alert
      fault={{
        message: trans.__('This line does not hold: %1.', visible(reason)),
        cure: trans.__('What stands below is not what was put on record.')
      }}
    />
  );
}

interface IEntryProps {
  view: IReviewView;
  entry: IEntry;
  trans: TranslationBundle;
}

/** What every line has: its title, and what is wrong with it. */
const Entry = React.forwardRef<
  HTMLElement,
  IEntryProps & { children: React.ReactNode }
>(function Entry({ view, entry, trans, children }, ref) {
  const title = titleText(entry.row, trans);
  return (
    <article
      ref={ref}
      className="jp-sciassist-entry"
      tabIndex={-1}
      aria-label={title}
    >
      <h3>{title}</h3>
      <Fault view={view} entry={entry} trans={trans} />
      {children}
    </article>
  );
});

/** A line that holds no record: what stands there, as text. */
const Broken = React.forwardRef<HTMLElement, IEntryProps>(function Broken(
  { view, entry, trans },
  ref
) {
  const { row, raw } = entry;
  return (
    <Entry ref={ref} view={view} entry={entry} trans={trans}>
      <p>
        {row.type === 'torn'
          ? trans.__(
              'An append was cut short: it was never confirmed, and the next one sets it aside.'
            )
          : trans.__(
              'This line was changed or never belonged here. Compare with a copy of the log.'
            )}
      </p>
      <Scroller
        className="jp-sciassist-listing"
        label={trans.__('The raw record')}
      >
        <pre>
          {visible(raw.slice(0, SHOWN))}
          {raw.length > SHOWN && ' …'}
        </pre>
      </Scroller>
    </Entry>
  );
});
