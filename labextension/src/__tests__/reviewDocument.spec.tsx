import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import * as React from 'react';
import { Review } from '../review/document';
import type { ReviewModel } from '../review/model';
import { placeAfter, ROW } from '../review/timeline';
import { Trouble } from '../tokens';
import { accepted, FakeWorld, hashOf, line, modelOf } from './fakeLog';

const trans = nullTranslator.load('jupyter_sciassist');
const opened = jest.fn();

function show(model: ReviewModel): void {
  const draw = (): JSX.Element => (
    <Review model={model} openPath={opened} trans={trans} />
  );
  const { rerender } = render(draw());
  model.changed.connect(() => {
    rerender(draw());
  });
}

const many = (count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    accepted(`r${index}`, `x = ${index}`, null, { by: 'Ada' })
  );

describe('the timeline', () => {
  it('draws only what is in view, and tells how many there are', async () => {
    show(await modelOf(new FakeWorld(), ...many(500)));
    const list = screen.getByRole('listbox', { name: 'Records' });
    const rows = within(list).getAllByRole('option');
    expect(rows.length).toBeLessThan(30);
    expect(rows[0]?.getAttribute('aria-setsize')).toBe('500');
    expect(rows[0]?.textContent).toContain('title of r499');
  });

  it('goes by keys from record to record', async () => {
    const model = await modelOf(new FakeWorld(), ...many(3));
    show(model);
    const list = screen.getByRole('listbox', { name: 'Records' });
    const press = (key: string): string | undefined => {
      act(() => {
        fireEvent.keyDown(list, { key });
      });
      return model.view.entry?.row.id;
    };
    // The latest is open from the start.
    expect(model.view.entry?.row.id).toBe('r2');
    expect(press('ArrowDown')).toBe('r1');
    expect(press('End')).toBe('r0');
    expect(press('ArrowDown')).toBe('r0');
    expect(press('Home')).toBe('r2');
    const active = list.getAttribute('aria-activedescendant') ?? '';
    const option = document.getElementById(active);
    expect(option?.getAttribute('aria-selected')).toBe('true');
    press('Enter');
    expect(document.activeElement).toBe(screen.getByRole('article'));
  });

  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowUp', -1, 0],
    ['ArrowUp', 0, 0],
    ['PageDown', 0, 3],
    ['PageUp', 5, 2],
    ['End', 2, 99],
    ['a', 2, null]
  ])('%s from %i leads to %s', (key, from, to) => {
    expect(placeAfter(key, from, 100, 4 * ROW)).toBe(to);
  });
});

describe('what stands in the place of records', () => {
  it.each<[string, readonly string[], string]>([
    ['an empty file', [], 'Nothing on record'],
    ['another file', ['{"a":1}', 'b'], 'This is no provenance log']
  ])('of %s', async (_, lines, title) => {
    show(await modelOf(new FakeWorld(), ...lines));
    screen.getByRole('heading', { name: title });
    const button = screen.getByRole('button', { name: 'Export' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
  });

  it('that cannot be read is why, and how to try again', async () => {
    const world = new FakeWorld();
    world.fault = new Trouble('No such file.', 'Look elsewhere.');
    show(await modelOf(world, ...many(1)));
    expect(screen.getByRole('alert').textContent).toContain('Look elsewhere.');
    screen.getByRole('button', { name: 'Try again' });
  });
});

describe('a record', () => {
  it('shows nothing of what was removed, and why it was', async () => {
    const record = hashOf('one');
    const gone = ['/suggestion/title', '/suggestion/text', '/acceptance/text'];
    const body = { suggestion: {}, acceptance: {} };
    const model = await modelOf(
      new FakeWorld(),
      line('one', 'suggestion.accepted', body, {}, gone),
      line(
        'why',
        'redaction',
        { record, pointers: gone },
        { '/reason': 'a key' }
      )
    );
    model.select(record);
    show(model);
    screen.getByRole('heading', { name: '[redacted]', level: 3 });
    expect(screen.getAllByText('[redacted] a key')).toHaveLength(3);
    screen.getByText(/the two cannot be compared/);
  });

  it('is text, whatever its author wrote', async () => {
    const title = '<img src=x onerror=alert(1)>\u202Eevil';
    const model = await modelOf(
      new FakeWorld(),
      line(
        'one',
        'suggestion.rejected',
        { suggestion: {} },
        { '/suggestion/title': title }
      )
    );
    model.select(hashOf('one'));
    show(model);
    const heading = screen.getByRole('heading', { level: 3 });
    expect(heading.textContent).toBe(
      '<img src=x onerror=alert(1)><U+202E>evil'
    );
    expect(document.querySelector('img')).toBeNull();
  });

  it('of a type that is not known here is shown as it stands', async () => {
    const model = await modelOf(
      new FakeWorld(),
      line('one', 'later.kind', { some_key: 'some value' })
    );
    model.select(hashOf('one'));
    show(model);
    screen.getByText('some key');
    screen.getByText('some value');
  });

  it('with evidence of another shape shows what stands there', async () => {
    const body = { suggestion: {}, evidence: [{ method: 'an old method' }] };
    const open = { '/evidence/0/result': { p: 'not a number' } };
    const model = await modelOf(
      new FakeWorld(),
      line('one', 'suggestion.rejected', body, open)
    );
    model.select(hashOf('one'));
    show(model);
    screen.getByText('an old method');
  });
});

describe('the header', () => {
  it('tells that a log does not verify, and leads to the line', async () => {
    const model = await modelOf(new FakeWorld(), ...many(2));
    show(model);
    screen.getByText('Does not verify');
    act(() => {
      fireEvent.click(screen.getByRole('button', { name: 'line 2' }));
    });
    expect(model.view.entry?.row.line).toBe(2);
    expect(screen.getByRole('alert').textContent).toContain('does not hold');
  });

  it('opens what was exported', async () => {
    const model = await modelOf(new FakeWorld(), ...many(1));
    await model.acting.export('html');
    show(model);
    fireEvent.click(screen.getByRole('button', { name: 'a.html' }));
    expect(opened).toHaveBeenCalledWith('a.html');
    expect(screen.getByText('The notebook differs.')).toBeTruthy();
  });
});
