/** The dialogs before a record is written: what looks private, and git's rule for records. */

import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { IDialogs, IPlace } from './consent';
import { isCode } from './consent';
import type { IRepository } from './recording';
import type { IFault } from './tokens';

/** The questions as JupyterLab's dialogs. */
export class PrivacyDialogs implements IDialogs {
  constructor(private readonly _trans: TranslationBundle) {}

  async choose(places: readonly IPlace[]): Promise<readonly IPlace[] | null> {
    const trans = this._trans;
    const { button, value } = await showDialog({
      title: trans.__('Before this goes on record'),
      body: new PlacesBody(places, trans),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Put on record') })
      ]
    });
    return button.accept ? value : null;
  }

  async addLine({ folder, line }: IRepository): Promise<boolean> {
    const trans = this._trans;
    const { button } = await showDialog({
      title: trans.__('Teach git to merge records?'),
      body: (
        <div className="jp-sciassist-privacy">
          <p>
            {trans.__(
              'This notebook lies in a git repository that has no rule for records. With this line git keeps the records of both branches when it merges; without it they can end up as conflicts.'
            )}
          </p>
          <pre>{line}</pre>
          <p>
            {trans.__('It would be added to the end of:')}{' '}
            <code>{`${folder}/.gitattributes`}</code>
          </p>
          <p>{trans.__('This is asked once for each repository.')}</p>
        </div>
      ),
      buttons: [
        Dialog.cancelButton({ label: trans.__('No') }),
        Dialog.okButton({ label: trans.__('Add line') })
      ]
    });
    return button.accept;
  }

  async failed({ message, cure }: IFault): Promise<void> {
    const trans = this._trans;
    await showDialog({
      title: trans.__('The line was not added'),
      body: `${message} ${cure}`,
      buttons: [Dialog.okButton({ label: trans.__('Close') })]
    });
  }
}

/** The body of the dialog; its value is the places that stay ticked. */
export class PlacesBody
  extends ReactWidget
  implements Dialog.IBodyWidget<readonly IPlace[]>
{
  constructor(
    private readonly _places: readonly IPlace[],
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-sciassist-privacy');
    this._ticked = new Set(_places.filter(place => place.proposed));
  }

  getValue(): readonly IPlace[] {
    return this._places.filter(place => this._ticked.has(place));
  }

  protected override render(): JSX.Element {
    return (
      <Places
        places={this._places}
        ticked={this._ticked}
        tick={(place, on) => {
          if (on) {
            this._ticked.add(place);
          } else {
            this._ticked.delete(place);
          }
          this.update();
        }}
        trans={this._trans}
      />
    );
  }

  private readonly _ticked: Set<IPlace>;
}

function Places(props: {
  places: readonly IPlace[];
  ticked: ReadonlySet<IPlace>;
  tick: (place: IPlace, on: boolean) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { places, ticked, tick, trans } = props;
  const inCode = places.some(place => isCode(place));
  return (
    <>
      <p>
        {trans.__('This looks private. Tick what to leave out of the record:')}
      </p>
      <ul>
        {places.map(place => (
          <li key={place.pointers.join(' ')}>
            <label>
              <input
                type="checkbox"
                checked={ticked.has(place)}
                onChange={event => {
                  tick(place, event.target.checked);
                }}
              />
              <span>
                <strong>{placeName(place, trans)}</strong>
                <Found place={place} trans={trans} />
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p>
        {trans.__(
          'In the place of what you leave out the record keeps a commitment: it still verifies, the text stands nowhere, and nobody can ever open it.'
        )}
      </p>
      {inCode && (
        <p className="jp-sciassist-privacy-warning">
          <span aria-hidden="true">⚠ </span>
          {trans.__(
            'The cell holds it all the same, and so will the notebook’s file. Take it out of the code before you share the notebook.'
          )}
        </p>
      )}
    </>
  );
}

function Found(props: {
  place: IPlace;
  trans: TranslationBundle;
}): JSX.Element {
  const { place, trans } = props;
  return (
    <span className="jp-sciassist-privacy-found">
      {place.found.map(({ what, excerpt, times }) => (
        <span key={`${what} ${excerpt}`}>
          {what}: <code>{excerpt}</code>
          {times > 1 && trans.__(', %1 times', times)}
        </span>
      ))}
    </span>
  );
}

function placeName(place: IPlace, trans: TranslationBundle): string {
  const [pointer = ''] = place.pointers;
  if (isCode(place)) {
    return trans.__('Code of the cell');
  }
  switch (pointer.replace(/\/\d+\//, '/')) {
    case '/suggestion/title':
      return trans.__('Title of the suggestion');
    case '/suggestion/note':
      return trans.__('Note of the model');
    case '/claim':
      return trans.__('Claim');
    case '/evidence/result':
      return trans.__('Result of the analysis');
    case '/by':
      return trans.__('Name of who decides');
    case '/notebook/path':
      return trans.__('Path of the notebook');
    case '/prompt/messages':
    case '/prompt/context':
      return trans.__('Prompt of the model');
    default:
      return pointer;
  }
}
