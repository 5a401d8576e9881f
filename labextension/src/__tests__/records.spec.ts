import { read, RecordError, RECORDS } from '../shapes';
import { example, WIRE } from './fakes';
import { holdToExamples } from './wire';

describe('records', () => {
  holdToExamples(WIRE, { read, names: RECORDS }, example);

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
