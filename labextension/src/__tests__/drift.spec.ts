import { nullTranslator } from '@jupyterlab/translation';
import type { IVerdict } from '../badges/blame';
import { dataDrift, details, outputsDrift } from '../badges/words';

const trans = nullTranslator.load('jupyter_sciassist');

describe('drift', () => {
  const data = { name: 'd', algo: 'a', coverage: 'full', digest: 'x' };
  const print = { algo: 'a', coverage: 'full', digest: 'x' } as const;

  it.each([
    [undefined, print, null],
    [data, null, 'not checkable'],
    [data, print, 'unchanged'],
    [data, { ...print, digest: 'y' }, 'changed'],
    [data, { ...print, algo: 'b' }, 'not checkable'],
    [data, { ...print, coverage: 'sampled' as const }, 'not checkable'],
    [{ ...data, digest: null }, print, 'not checkable'],
    [
      { ...data, coverage: 'sampled' },
      { ...print, coverage: 'sampled' as const },
      'not checkable'
    ],
    [
      { ...data, coverage: 'sampled' },
      { ...print, coverage: 'sampled' as const, digest: 'y' },
      'changed'
    ],
    [
      { ...data, coverage: 'unhashable' },
      { ...print, coverage: 'unhashable' as const, digest: 'y' },
      'not checkable'
    ]
  ])('of data %p to %p is %p', (recorded, present, drift) => {
    expect(dataDrift(recorded, present)).toBe(drift);
  });

  const run = { count: 3, outputs: 1, edited: false, sha256: 's' };
  const saved = { outputs: 'older than source', sha256: 's', count: 3 };

  it.each([
    [{ ...run, count: null, outputs: 0 }, undefined, 'none'],
    [run, undefined, 'not checkable'],
    [{ ...run, edited: true }, undefined, 'older'],
    [run, saved, 'older'],
    [run, { ...saved, outputs: 'not checkable' }, 'not checkable'],
    [run, { ...saved, sha256: 't' }, 'not checkable'],
    [{ ...run, count: 4 }, saved, 'not checkable']
  ])('of outputs %p after %p is %p', (cell, before, drift) => {
    expect(outputsDrift(cell, before)).toBe(drift);
  });

  it('says of a copied notebook where the record is', () => {
    const missing: IVerdict = {
      kind: 'missing',
      percent: null,
      accepted: null,
      found: null
    };
    const around = {
      log: 'l',
      fault: null,
      copied: true,
      outputs: null,
      data: null
    };
    expect(details(missing, around, trans)).toContain('beside the original');
    expect(details(missing, { ...around, copied: false }, trans)).toContain(
      'no acceptance of it is on record'
    );
  });
});
