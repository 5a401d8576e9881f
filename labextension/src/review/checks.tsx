import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { CheckStatus, IReport } from '../provenance/report';
import { LEVELS, LIMITS } from '../provenance/report';
import type { Checked } from './checking';

const ICONS: { readonly [status in CheckStatus]: string } = {
  ok: '✓',
  fail: '✗',
  not_checkable: '?'
};

/** What the log is worth: the level with what it does not show, and each check by itself. */
export function Checks(props: {
  checked: Checked;
  /** Show the line of a fault. */
  openLine: (line: number) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { checked, openLine, trans } = props;
  switch (checked.state) {
    case 'waiting':
      return <Running done={0} total={0} trans={trans} />;
    case 'running':
      return <Running {...checked} trans={trans} />;
    case 'done':
      return (
        <Report report={checked.report} openLine={openLine} trans={trans} />
      );
  }
}

function Running(props: {
  done: number;
  total: number;
  trans: TranslationBundle;
}): JSX.Element {
  const { done, total, trans } = props;
  return (
    <div className="jp-sciassist-checking" role="status">
      <span>{trans.__('Checking every hash in this browser…')}</span>
      <progress
        aria-label={trans.__('Checking')}
        value={done}
        max={Math.max(total, 1)}
      />
    </div>
  );
}

function Report(props: {
  report: IReport;
  openLine: (line: number) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { report, trans } = props;
  const { status: said, word, detail } = verdict(report, trans);
  const words: { readonly [status in CheckStatus]: string } = {
    ok: trans.__('ok'),
    fail: trans.__('fail'),
    not_checkable: trans.__('not checkable')
  };
  return (
    <details className="jp-sciassist-checks" data-verdict={said}>
      <summary>
        <span className="jp-sciassist-level">
          <span aria-hidden="true">{ICONS[said]}</span> {word}
        </span>{' '}
        <span role="status">{detail}</span>
        <span className="jp-sciassist-marks">
          {report.checks.map(({ name, status }) => (
            <span key={name} data-status={status}>
              <span aria-hidden="true">{ICONS[status]}</span> {name}
              <span className="jp-sciassist-spoken">: {words[status]}</span>
            </span>
          ))}
        </span>
      </summary>
      <table>
        <tbody>
          {report.checks.map(({ name, status, detail: why }) => (
            <tr key={name} data-status={status}>
              <th scope="row">{name}</th>
              <td>
                <span aria-hidden="true">{ICONS[status]}</span> {words[status]}
              </td>
              <td>{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Faults {...props} />
      {report.warnings.length > 0 && (
        <ul className="jp-sciassist-warnings">
          {report.warnings.map(warning => (
            <li key={warning}>
              <span aria-hidden="true">⚠</span> {warning}
            </li>
          ))}
        </ul>
      )}
      <p className="jp-sciassist-faint">{LIMITS}</p>
    </details>
  );
}

const MOST_FAULTS = 20;

/** The lines that do not hold, each leading to its row. */
function Faults(props: {
  report: IReport;
  openLine: (line: number) => void;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { report, openLine, trans } = props;
  const named = report.faults.slice(0, MOST_FAULTS);
  const more = report.fault_count - named.length;
  return named.length === 0 ? null : (
    <ul className="jp-sciassist-warnings">
      {named.map(({ line, reason }) => (
        <li key={line}>
          <button
            className="jp-sciassist-link"
            onClick={() => {
              openLine(line);
            }}
          >
            {trans.__('line %1', line)}
          </button>
          : {reason}
        </li>
      ))}
      {more > 0 && <li>{trans._n('and %1 more', 'and %1 more', more)}</li>}
    </ul>
  );
}

/** The verdict in a word, and what it rests on or where it fails. */
function verdict(
  report: IReport,
  trans: TranslationBundle
): {
  readonly status: CheckStatus;
  readonly word: string;
  readonly detail: string;
} {
  const failed = report.checks.find(check => check.status === 'fail');
  if (failed !== undefined) {
    const words: { readonly [exit in IReport['exit']]: string } = {
      0: trans.__('Failed'),
      1: trans.__('Does not verify'),
      2: trans.__('Written by a newer version'),
      4: trans.__('The notebook differs')
    };
    const detail = `${failed.name}: ${failed.detail}`;
    return { status: 'fail', word: words[report.exit], detail };
  }
  const level = report.level === null ? undefined : LEVELS[report.level];
  if (level === undefined) {
    const detail = trans.__('there is nothing that could be checked');
    return { status: 'not_checkable', word: trans.__('Not checkable'), detail };
  }
  return {
    status: 'ok',
    word: trans.__('Verified, L%1', report.level ?? 0),
    detail: trans.__(
      '%1; does not show %2',
      level.shows,
      report.does_not_show ?? ''
    )
  };
}
