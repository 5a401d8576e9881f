import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { IPlace } from '../consent';
import { placesOf } from '../consent';
import { PrivacyDialogs } from '../privacy';
import { SECRET } from './fakes';

const trans = nullTranslator.load('jupyter_sciassist');
const PLACES = placesOf([
  SECRET,
  {
    ...SECRET,
    pointer: '/by',
    at: '/by',
    kind: 'name',
    what: 'your login',
    excerpt: '<b>… (9 characters)',
    proposed: false
  }
]);

// jsdom knows no modal dialogs: what is in one counts as hidden.
const HIDDEN = { hidden: true };

async function asked(
  places: readonly IPlace[]
): Promise<{ answer: Promise<readonly IPlace[] | null> }> {
  const answer = new PrivacyDialogs(trans).choose(places);
  await waitFor(() => screen.getByText('Put on record'));
  await waitFor(() => screen.getAllByRole('checkbox', HIDDEN));
  return { answer };
}

describe('the dialog before a record', () => {
  afterEach(() => {
    document.body.textContent = '';
  });

  it('ticks what is proposed and shows an excerpt as plain text', async () => {
    const { answer } = await asked(PLACES);
    const boxes = screen.getAllByRole<HTMLInputElement>('checkbox', HIDDEN);
    expect(boxes.map(box => box.checked)).toEqual([true, false]);
    expect(screen.getByText('AKI… (20 characters)')).toBeTruthy();
    expect(screen.getByText('<b>… (9 characters)')).toBeTruthy();
    expect(screen.getByText(/nobody can ever open it/)).toBeTruthy();
    expect(screen.getByText(/The cell holds it all the same/)).toBeTruthy();
    fireEvent.click(screen.getByText('Put on record'));
    expect(await answer).toEqual([PLACES[0]]);
  });

  it('takes what the user ticks and unticks', async () => {
    const { answer } = await asked(PLACES);
    fireEvent.click(screen.getByLabelText(/Code of the cell/));
    fireEvent.click(screen.getByLabelText(/Name of who decides/));
    fireEvent.click(screen.getByText('Put on record'));
    expect(await answer).toEqual([PLACES[1]]);
  });

  it('records nothing on Cancel', async () => {
    const { answer } = await asked(PLACES);
    fireEvent.click(screen.getByText('Cancel'));
    expect(await answer).toBeNull();
  });

  it('speaks of the cell only where the code is meant', async () => {
    const { answer } = await asked(PLACES.slice(1));
    expect(screen.queryByText(/The cell holds it all the same/)).toBeNull();
    fireEvent.click(screen.getByText('Cancel'));
    await answer;
  });

  it('names the file and the line that git lacks', async () => {
    const answer = new PrivacyDialogs(trans).addLine({
      folder: '/work/r',
      line: '*.x merge=union'
    });
    await waitFor(() => screen.getByText('/work/r/.gitattributes'));
    expect(screen.getByText('*.x merge=union')).toBeTruthy();
    fireEvent.click(screen.getByText('No'));
    expect(await answer).toBe(false);
  });
});
