import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { confirmable } from './confirming';
import { RowsUsed } from './evidence';
import { interval, number, probability } from './format';
import { ActionButton } from './parts';
import type { IConfirmation, Outcome } from './records';
import type { IActions, ICard } from './tokens';

/** What the one test on unseen rows gave, with its numbers. */
export function Confirmation(props: {
  confirmation: IConfirmation;
  trans: TranslationBundle;
}): JSX.Element {
  const { confirmation, trans } = props;
  const { outcome, reason, rows, variable } = confirmation;
  return (
    <p className="jp-sciassist-confirmation" data-outcome={outcome}>
      <strong>
        <span aria-hidden="true">{ICONS[outcome]}</span>{' '}
        {outcomeWord(outcome, trans)}
      </strong>
      {`: ${reason}`}
      <span className="jp-sciassist-numbers">
        <Numbers {...props} />
        <span title={trans.__('Rows that exploration never saw, tested once')}>
          {rows === 'confirm side'
            ? trans.__('confirm side')
            : trans.__('new rows of %1', variable)}
        </span>
      </span>
    </p>
  );
}

const ICONS: { readonly [outcome in Outcome]: string } = {
  supported: '✓',
  refuted: '✗',
  inconclusive: '≈'
};

export function outcomeWord(
  outcome: Outcome,
  trans: TranslationBundle
): string {
  const words: { readonly [key in Outcome]: string } = {
    supported: trans.__('supported'),
    refuted: trans.__('refuted'),
    inconclusive: trans.__('inconclusive')
  };
  return words[outcome];
}

function Numbers(props: {
  confirmation: IConfirmation;
  trans: TranslationBundle;
}): JSX.Element {
  const { trans } = props;
  const { effect, p, q, family, n } = props.confirmation.evidence;
  return (
    <>
      {effect !== null && (
        <span>
          {effect.name} {number(effect.value)}{' '}
          {interval(effect.low, effect.high)}
        </span>
      )}
      {p !== null && (
        <span title={trans.__('Of this one planned test')}>
          <i>p</i> {probability(p)}
        </span>
      )}
      {q !== null && family !== null && (
        <span
          title={trans._n(
            'Corrected for %1 confirmation in this notebook (Benjamini-Hochberg)',
            'Corrected for %1 confirmations in this notebook (Benjamini-Hochberg)',
            family.size
          )}
        >
          <i>q</i> {probability(q)}
        </span>
      )}
      <RowsUsed n={n} trans={trans} />
    </>
  );
}

/** The button of a card that states a hypothesis; disabled with the reason where it cannot be tested. */
export function ConfirmButton(props: {
  card: ICard;
  actions: Pick<IActions, 'confirm'>;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { card, actions, trans } = props;
  const { id } = card.suggestion;
  const can = confirmable(card.suggestion);
  if (can === 'no') {
    return null;
  }
  const titles: { readonly [key in typeof can]: string } = {
    yes: trans.__(
      'Test it once on the rows that exploration never saw, and record the outcome whatever it is (C)'
    ),
    tested: trans.__('It was tested; a hypothesis is tested once'),
    'new rows': trans.__(
      'All rows were explored (there are fewer than 200): confirm on new rows with %sci confirm N --on _new'
    )
  };
  const label = card.testing
    ? trans.__('Testing…')
    : can === 'tested'
      ? trans.__('Tested')
      : trans.__('Confirm');
  return (
    <ActionButton
      className="jp-mod-confirm"
      off={can !== 'yes' || card.testing}
      title={titles[can]}
      onClick={() => {
        actions.confirm(id);
      }}
    >
      {label}
    </ActionButton>
  );
}
