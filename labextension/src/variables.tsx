import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { number, shape } from './format';
import { Scroller } from './parts';
import type { IColumnProfile, IProfile, JSONValue } from './records';

const ROW_PX = 24;
const MOST_ROWS = 3;
const MOST_COLUMNS = 200;

/** The notebook's variables: name, kind, shape; each opens its columns. */
export function Variables(props: {
  variables: readonly IProfile[];
  /** The cards below are in use and must not be pushed. */
  frozen: boolean;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { variables, frozen, trans } = props;
  const [opened, open] = React.useState<string | null>(null);
  const rows = React.useRef(0);
  if (!frozen || rows.current === 0) {
    rows.current = Math.min(variables.length, MOST_ROWS);
  }
  const shown = variables.find(one => one.variable === opened);
  if (variables.length === 0) {
    return null;
  }
  return (
    <div className="jp-sciassist-variables">
      <ul
        aria-label={trans.__('Variables')}
        style={{ height: rows.current * ROW_PX }}
      >
        {variables.map(profile => (
          <li key={profile.variable}>
            <button
              aria-expanded={profile === shown}
              title={profile.note ?? profile.type}
              onClick={() => {
                open(profile === shown ? null : profile.variable);
              }}
            >
              <code>{profile.variable}</code>
              <span>{profile.kind}</span>
              <span>{shape(profile)}</span>
              {profile.note !== null && (
                <span className="jp-sciassist-mark" aria-hidden="true">
                  *
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {shown !== undefined && <Columns profile={shown} trans={trans} />}
    </div>
  );
}

function Columns(props: {
  profile: IProfile;
  trans: TranslationBundle;
}): JSX.Element {
  const { profile, trans } = props;
  const columns = profile.columns.slice(0, MOST_COLUMNS);
  const left = profile.columns.length - columns.length;
  return (
    <Scroller
      className="jp-sciassist-columnTable"
      label={trans.__('Columns of %1', profile.variable)}
    >
      {profile.note !== null && <p>{profile.note}</p>}
      {columns.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{trans.__('Column')}</th>
              <th scope="col">{trans.__('Role')}</th>
              <th scope="col">{trans.__('Missing')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(column => (
              <tr key={column.key.position} title={columnTitle(column, trans)}>
                <th scope="row">
                  {column.name}
                  {column.unit !== null && <span> ({column.unit})</span>}
                </th>
                <td>{column.role}</td>
                <td>{column.missing === 0 ? '' : column.missing}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {left > 0 && <p>{trans._n('and %1 more', 'and %1 more', left)}</p>}
    </Scroller>
  );
}

/** What is known of a column, for its tooltip. */
export function columnTitle(
  column: IColumnProfile,
  trans: TranslationBundle
): string {
  const lines = [
    column.unit === null ? column.name : `${column.name} (${column.unit})`,
    `${column.role}, ${column.dtype}`,
    trans.__('n %1, missing %2', column.n, column.missing)
  ];
  if (column.unique !== null) {
    lines.push(trans.__('%1 different values', column.unique));
  }
  for (const [name, value] of Object.entries(column.summary)) {
    lines.push(`${name}: ${told(value)}`);
  }
  if (column.note !== null) {
    lines.push(column.note);
  }
  return lines.join('\n');
}

function told(value: JSONValue): string {
  if (typeof value === 'number') {
    return number(value);
  }
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  return Object.entries(value)
    .map(([name, one]) => `${name} ${told(one as JSONValue)}`)
    .join(', ');
}
