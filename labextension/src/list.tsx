import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { Card } from './card';
import type { IActions, IView } from './tokens';

/** The cards. Arrow keys go from card to card, A accepts, R rejects, C confirms, Enter opens. */
export function CardList(props: {
  view: IView;
  actions: IActions;
  trans: TranslationBundle;
}): JSX.Element {
  const { view, actions, trans } = props;
  const inside = React.useRef({ pointer: false, focus: false });
  const enter = (way: 'pointer' | 'focus', value: boolean): void => {
    inside.current[way] = value;
    actions.hold(inside.current.pointer || inside.current.focus);
  };
  // The cards may go while the pointer is over them; nobody tells when.
  React.useEffect(
    () => () => {
      actions.hold(false);
    },
    [actions]
  );
  return (
    // The handlers serve the buttons within: keys bubble up from them.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul
      className="jp-sciassist-list"
      aria-label={trans.__('Suggestions')}
      onPointerEnter={() => {
        enter('pointer', true);
      }}
      onPointerLeave={() => {
        enter('pointer', false);
      }}
      onFocus={() => {
        enter('focus', true);
      }}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) {
          enter('focus', false);
        }
      }}
      onKeyDown={event => {
        onKey(event, actions);
      }}
    >
      {view.cards.map(card => (
        <Card
          key={card.suggestion.id}
          card={card}
          opened={card.suggestion.id === view.opened}
          named={view.subjects.filter(name => name !== '').length > 1}
          profile={
            view.variables.find(
              one => one.variable === card.suggestion.subject.variable
            ) ?? null
          }
          actions={actions}
          trans={trans}
        />
      ))}
    </ul>
  );
}

function onKey(
  event: React.KeyboardEvent<HTMLElement>,
  actions: Pick<IActions, 'accept' | 'reject' | 'confirm'>
): void {
  const target = event.target as HTMLElement;
  const card = target.closest<HTMLElement>('.jp-sciassist-card');
  const id = card?.dataset['id'];
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (card === null || id === undefined || modified) {
    return;
  }
  switch (event.key) {
    case 'ArrowDown':
      focusCard(card.nextElementSibling);
      break;
    case 'ArrowUp':
      focusCard(card.previousElementSibling);
      break;
    case 'Home':
      focusCard(card.parentElement?.firstElementChild ?? null);
      break;
    case 'End':
      focusCard(card.parentElement?.lastElementChild ?? null);
      break;
    case 'a':
    case 'A':
      void actions.accept(id);
      break;
    case 'r':
    case 'R':
      void actions.reject(id);
      break;
    case 'c':
    case 'C':
      actions.confirm(id);
      break;
    default:
      return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function focusCard(card: Element | null): void {
  card?.querySelector<HTMLElement>('.jp-sciassist-title')?.focus();
}
