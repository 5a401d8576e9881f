import { readdirSync } from 'fs';
import { read, RecordError, RECORDS } from '../shapes';
import { example, WIRE } from './fakes';

describe('records', () => {
  it('have an example each, and no other file stands there', () => {
    // In small letters: vectors and tables of cases.
    const there = readdirSync(WIRE).filter(name => /^[A-Z]/.test(name));
    expect(there.sort()).toEqual(RECORDS.map(name => `${name}.json`).sort());
  });

  it.each(RECORDS)('%s: its example is read as it is', name => {
    expect(read(name, example(name))).toEqual(example(name));
  });

  it.each(RECORDS)('%s: an unknown field is refused', name => {
    expect(() => read(name, { ...example(name), colour: 'red' })).toThrow(
      new RecordError(`${name} has no field colour.`)
    );
  });

  it.each(RECORDS)('%s: each missing field is refused by name', name => {
    for (const field of Object.keys(example(name))) {
      const rest = Object.fromEntries(
        Object.entries(example(name)).filter(([key]) => key !== field)
      );
      expect(() => read(name, rest)).toThrow(
        new RecordError(`${name} lacks ${field}.`)
      );
    }
  });

  it('names the place of a value that does not fit', () => {
    const suggestion = example('Suggestion');
    const bad = {
      ...suggestion,
      evidence: {
        ...suggestion.evidence,
        effect: { ...suggestion.evidence?.effect, low: 'NaN' }
      }
    };
    expect(() => read('Suggestion', bad)).toThrow(
      'Suggestion.evidence.effect.low should be a finite number, got "NaN".'
    );
  });

  it.each([
    ['Evidence', 'split', 'half'],
    ['Suggestion', 'status', 'done'],
    ['Hypothesis', 'relation', 'cause'],
    ['Evidence', 'asserted', 1],
    ['Evidence', 'n', 1.5],
    ['Profile', 'shape', '344'],
    ['Note', 'text', null]
  ] as const)('%s.%s is no %p', (name, field, value) => {
    expect(() => read(name, { ...example(name), [field]: value })).toThrow(
      RecordError
    );
  });
});
