import { Deck } from '../deck';
import { about, example, suggestion } from './fakes';

function ids(deck: Deck): string[] {
  return deck.shown.map(one => one.id);
}

function deckOf(...names: string[]): Deck {
  const deck = new Deck();
  deck.put(
    'x',
    names.map(name => suggestion(name, { subject: about('x') }))
  );
  return deck;
}

describe('Deck', () => {
  it('shows suggestions as they came, one subject after the other', () => {
    const deck = deckOf('a', 'b');
    deck.put('y', [suggestion('c', { subject: about('y') })]);
    expect(ids(deck)).toEqual(['a', 'b', 'c']);
    expect(deck.subjects).toEqual(['x', 'y']);
  });

  it('puts cautions about cells first', () => {
    const deck = deckOf('a');
    deck.put('', [suggestion('w', { subject: about('') })]);
    expect(ids(deck)).toEqual(['w', 'a']);
    deck.rank(['a', 'w']);
    expect(ids(deck)).toEqual(['w', 'a']);
  });

  it('follows an order, with what it does not name behind', () => {
    const deck = deckOf('a', 'b', 'c');
    deck.rank(['c', 'a']);
    expect(ids(deck)).toEqual(['c', 'a', 'b']);
  });

  it('never moves a card while the list is in use', () => {
    const deck = deckOf('a', 'b');
    deck.use(true);
    deck.rank(['b', 'a']);
    deck.put('y', [suggestion('c', { subject: about('y') })]);
    deck.keep(new Set(['y']));
    expect(ids(deck)).toEqual(['a', 'b']);
    expect(deck.held).toBe(3);
    deck.use(false);
    expect(ids(deck)).toEqual(['c']);
  });

  it('counts cards that would only move', () => {
    const deck = deckOf('a', 'b', 'c');
    deck.use(true);
    deck.rank(['b', 'a', 'c']);
    expect(deck.held).toBe(2);
    deck.apply();
    expect(ids(deck)).toEqual(['b', 'a', 'c']);
    expect(deck.held).toBe(0);
  });

  it('changes what a card says in place', () => {
    const deck = deckOf('a', 'b');
    deck.use(true);
    deck.setStatus('b', 'rejected');
    deck.put('x', [
      suggestion('a', { subject: about('x'), title: 'new words' }),
      suggestion('b', { subject: about('x'), status: 'rejected' })
    ]);
    expect(deck.shown.map(one => [one.title, one.status])).toEqual([
      ['new words', 'proposed'],
      ['title of b', 'rejected']
    ]);
  });

  it('keeps a note while the data stay the same', () => {
    const deck = deckOf('a');
    deck.setNote('a', example('Note'));
    deck.put('x', [suggestion('a', { subject: about('x') })]);
    expect(deck.get('a')?.note).toEqual(example('Note'));
    deck.put('x', [suggestion('a', { subject: about('x', 'other') })]);
    expect(deck.get('a')?.note).toBeNull();
  });

  it('keeps what was accepted when it is no longer among the first', () => {
    const deck = deckOf('a', 'b');
    deck.setStatus('a', 'accepted');
    deck.put('x', [suggestion('c', { subject: about('x') })]);
    expect(ids(deck)).toEqual(['c', 'a']);
    deck.put('x', [suggestion('c', { subject: about('x', 'other') })]);
    expect(ids(deck)).toEqual(['c']);
  });

  it('forgets subjects that are gone, and everything on clear', () => {
    const deck = deckOf('a');
    deck.put('y', [suggestion('c', { subject: about('y') })]);
    deck.keep(new Set(['y']));
    expect(ids(deck)).toEqual(['c']);
    deck.clear();
    expect(ids(deck)).toEqual([]);
  });

  it('fills an empty list at once, also while it is in use', () => {
    const deck = new Deck();
    deck.use(true);
    deck.put('x', [suggestion('a')]);
    expect(ids(deck)).toEqual(['a']);
  });
});
