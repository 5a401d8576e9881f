import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { ConfirmButton, Confirmation } from './confirmation';
import { Evidence, RowsUsed } from './evidence';
import { probability } from './format';
import { ActionButton, Alert, CopyButton, Scroller } from './parts';
import { IntervalPlot } from './plot';
import type { IEvidence, IProfile, ISuggestion } from './records';
import { isClaim, sideWords, weakness } from './standing';
import type { IActions, ICard } from './tokens';
import { columnTitle } from './variables';

/** What a card needs besides its content. */
export interface ICardProps {
  card: ICard;
  opened: boolean;
  /** Other cards are about other variables. */
  named: boolean;
  profile: IProfile | null;
  actions: Pick<IActions, 'accept' | 'reject' | 'confirm' | 'open' | 'reveal'>;
  trans: TranslationBundle;
}

/** One suggestion. */
export function Card(props: ICardProps): JSX.Element {
  const { card, opened, actions, trans } = props;
  const { suggestion } = card;
  const { id, evidence, status } = suggestion;
  const [code, showCode] = React.useState(false);
  const body = `jp-sciassist-body-${id}`;
  const statement = suggestion.hypothesis?.statement ?? '';
  return (
    <li
      className="jp-sciassist-card"
      data-id={id}
      data-status={status}
      data-kind={suggestion.kind}
      data-asserted={evidence?.asserted ?? false}
      data-opened={opened}
    >
      <h3 className="jp-sciassist-cardHead">
        <button
          className="jp-sciassist-title"
          aria-expanded={opened}
          aria-controls={body}
          aria-keyshortcuts="Enter A R C ArrowUp ArrowDown"
          title={trans.__(
            'Enter: evidence · A: accept · R: reject · C: confirm · arrow keys: other cards'
          )}
          onClick={() => {
            actions.open(opened ? null : id);
          }}
        >
          <span className="jp-sciassist-chevron" aria-hidden="true" />
          <span>{suggestion.title}</span>
        </button>
      </h3>
      {statement !== '' && statement !== suggestion.title && (
        <p className="jp-sciassist-statement" title={opened ? '' : statement}>
          {statement}
        </p>
      )}
      {evidence?.effect && (
        <IntervalPlot
          effect={evidence.effect}
          asserted={evidence.asserted}
          trans={trans}
        />
      )}
      <Facts {...props} />
      {/* There before the outcome is, so that a screen reader tells when it comes. */}
      <div aria-live="polite">
        {suggestion.confirmation !== null && (
          <Confirmation confirmation={suggestion.confirmation} trans={trans} />
        )}
      </div>
      <Note card={card} trans={trans} />
      <div id={body} hidden={!opened}>
        {opened && <Marks {...props} />}
        {opened && evidence !== null && (
          <Evidence evidence={evidence} trans={trans} />
        )}
        {opened && <Columns {...props} />}
      </div>
      {code && <Code suggestion={suggestion} trans={trans} />}
      {card.fault !== null && <Alert fault={card.fault} />}
      <Buttons
        {...props}
        code={code}
        toggleCode={() => {
          showCode(!code);
        }}
      />
    </li>
  );
}

/** q, n and what else a reader must know before believing. */
function Facts(props: ICardProps): JSX.Element {
  const { card, actions, trans } = props;
  const { suggestion, doneIn } = card;
  const { evidence, status, done_in: doneCell } = suggestion;
  const { variable } = suggestion.subject;
  return (
    <div className="jp-sciassist-badges">
      {evidence !== null && <Numbers evidence={evidence} trans={trans} />}
      {props.named && variable !== '' && (
        <code
          className="jp-sciassist-subject"
          title={trans.__('The variable that this is about')}
        >
          {variable}
        </code>
      )}
      {evidence !== null && isClaim(suggestion) && !evidence.asserted && (
        <Badge kind="weak" title={weakness(evidence, trans)}>
          {trans.__('not established')}
        </Badge>
      )}
      {evidence?.split === 'explore' && (
        <Badge kind="side" title={sideWords(trans)}>
          {trans.__('explore side')}
        </Badge>
      )}
      {doneIn !== null && doneCell !== null && (
        <button
          className="jp-sciassist-badge jp-sciassist-link"
          title={trans.__('Show the cell that already does this')}
          onClick={() => {
            actions.reveal(doneCell);
          }}
        >
          {trans.__('done in cell [%1]', doneIn)}
        </button>
      )}
      {status !== 'proposed' && (
        <Badge kind="status">{statusWord(status, trans)}</Badge>
      )}
    </div>
  );
}

/** What the badges mean, in words: a tooltip is out of the keyboard's reach. */
function Marks(props: ICardProps): JSX.Element | null {
  const { card, trans } = props;
  const { evidence } = card.suggestion;
  if (evidence === null) {
    return null;
  }
  const weak = isClaim(card.suggestion) && !evidence.asserted;
  const told = [
    ...(weak
      ? [trans.__('Not established. %1', weakness(evidence, trans))]
      : []),
    ...(evidence.split === 'explore' ? [sideWords(trans)] : [])
  ];
  return told.length === 0 ? null : (
    <ul className="jp-sciassist-marks">
      {told.map(text => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function Numbers(props: {
  evidence: IEvidence;
  trans: TranslationBundle;
}): JSX.Element {
  const { q, family, n } = props.evidence;
  const { trans } = props;
  return (
    <span className="jp-sciassist-numbers">
      {q !== null && (
        <span
          title={
            family === null
              ? trans.__('Corrected for all tests of these data')
              : trans._n(
                  'Corrected for %1 test of these data (Benjamini-Hochberg)',
                  'Corrected for %1 tests of these data (Benjamini-Hochberg)',
                  family.size
                )
          }
        >
          <i>q</i> {probability(q)}
        </span>
      )}
      <RowsUsed n={n} trans={trans} />
    </span>
  );
}

function Badge(props: {
  kind: string;
  title?: string;
  children: React.ReactNode;
}): JSX.Element {
  return (
    <span
      className="jp-sciassist-badge"
      data-badge={props.kind}
      title={props.title}
    >
      {props.children}
    </span>
  );
}

function Note(props: {
  card: ICard;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { card, trans } = props;
  const { note } = card.suggestion;
  if (note !== null) {
    return (
      <p className="jp-sciassist-note">
        {note.text}
        <span
          className="jp-sciassist-noteBy"
          title={trans.__(
            'A comment of the language model; it has no part in the evidence.'
          )}
        >
          {trans.__('— note by %1', note.model ?? trans.__('the model'))}
        </span>
      </p>
    );
  }
  return card.note === 'awaited' ? (
    <p className="jp-sciassist-note jp-mod-awaited">
      {trans.__('The model is writing a note…')}
    </p>
  ) : null;
}

/** The variables of the hypothesis, with what is known of each. */
function Columns(props: ICardProps): JSX.Element | null {
  const { card, profile, trans } = props;
  const names = card.suggestion.hypothesis?.variables ?? [];
  if (names.length === 0) {
    return null;
  }
  return (
    <p className="jp-sciassist-columns">
      {trans.__('About')}
      <code>{card.suggestion.subject.variable}</code>
      {names.map(name => {
        const column = profile?.columns.find(one => one.name === name);
        return (
          <code
            key={name}
            title={column === undefined ? '' : columnTitle(column, trans)}
          >
            {name}
          </code>
        );
      })}
    </p>
  );
}

function Code(props: {
  suggestion: ISuggestion;
  trans: TranslationBundle;
}): JSX.Element {
  const { suggestion, trans } = props;
  return (
    <div className="jp-sciassist-code">
      <CopyButton text={suggestion.code} trans={trans} />
      <Scroller
        className="jp-sciassist-listing"
        label={trans.__('Code of the suggestion')}
      >
        <pre>{suggestion.code}</pre>
      </Scroller>
    </div>
  );
}

/**
 * What can still be done with a card. A decision and a test are two things: an accepted card can be
 * confirmed, a confirmed one accepted or rejected; what is on record once is not recorded again.
 */
function Buttons(
  props: ICardProps & { code: boolean; toggleCode: () => void }
): JSX.Element {
  const { card, actions, trans, code, toggleCode } = props;
  const { id, status, code: source } = card.suggestion;
  const accepted = status === 'accepted';
  const rejected = status === 'rejected';
  return (
    <div className="jp-sciassist-actions">
      {source !== '' && (
        <ActionButton
          className="jp-mod-accept"
          off={accepted || card.recording}
          title={
            accepted
              ? trans.__('It is on record, and its cell was inserted')
              : trans.__(
                  'Record the acceptance, then insert the cell below the active one (A)'
                )
          }
          onClick={() => void actions.accept(id)}
        >
          {acceptLabel(card, trans)}
        </ActionButton>
      )}
      <ActionButton
        off={accepted || rejected || card.recording}
        title={
          accepted
            ? trans.__('It was accepted: an acceptance stays on record')
            : rejected
              ? trans.__('It is on record that this leads nowhere')
              : trans.__('Record that this leads nowhere (R)')
        }
        onClick={() => void actions.reject(id)}
      >
        {rejected ? trans.__('Rejected') : trans.__('Reject')}
      </ActionButton>
      <ConfirmButton card={card} actions={actions} trans={trans} />
      {source !== '' && (
        <button
          className="jp-sciassist-button jp-mod-plain"
          aria-expanded={code}
          onClick={toggleCode}
        >
          {code ? trans.__('Hide code') : trans.__('Show code')}
        </button>
      )}
    </div>
  );
}

function acceptLabel(card: ICard, trans: TranslationBundle): string {
  if (card.recording) {
    return trans.__('Recording…');
  }
  return card.suggestion.status === 'accepted'
    ? trans.__('Accepted')
    : trans.__('Accept');
}

function statusWord(
  status: ISuggestion['status'],
  trans: TranslationBundle
): string {
  const words: { readonly [key in ISuggestion['status']]: string } = {
    proposed: trans.__('proposed'),
    accepted: trans.__('✓ accepted'),
    rejected: trans.__('rejected'),
    supported: trans.__('supported'),
    refuted: trans.__('refuted'),
    inconclusive: trans.__('inconclusive'),
    stale: trans.__('stale: the data changed')
  };
  return words[status];
}
