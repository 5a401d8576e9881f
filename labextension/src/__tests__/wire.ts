/** What holds for the records of every table of shapes, by the examples that both sides of a wire share. */

import { readdirSync } from 'fs';
import type { IReader } from '../shapes';
import { RecordError } from '../shapes';

export function holdToExamples<R>(
  folder: string,
  { read, names }: Pick<IReader<R>, 'read' | 'names'>,
  example: <K extends keyof R>(name: K) => R[K] & object
): void {
  it('have an example each, and no other file stands there', () => {
    // In small letters: vectors, tables of cases, and folders of other records.
    const there = readdirSync(folder).filter(name => /^[A-Z]/.test(name));
    expect(there.sort()).toEqual(names.map(name => `${name}.json`).sort());
  });

  it.each(names)('%s: its example is read as it is', name => {
    expect(read(name, example(name))).toEqual(example(name));
  });

  it.each(names)('%s: an unknown field is refused', name => {
    expect(() => read(name, { ...example(name), colour: 'red' })).toThrow(
      new RecordError(`${name} has no field colour.`)
    );
  });

  it.each(names)('%s: each missing field is refused by name', name => {
    for (const field of Object.keys(example(name))) {
      const rest = Object.fromEntries(
        Object.entries(example(name)).filter(([key]) => key !== field)
      );
      expect(() => read(name, rest)).toThrow(
        new RecordError(`${name} lacks ${field}.`)
      );
    }
  });
}
