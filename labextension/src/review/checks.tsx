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
  trans: TranslationBundle;
}): JSX.Element {
  const { checked, trans } = props;
  switch (checked.state) {
    case 'waiting':
      return <Running done={0} total={0} trans={trans} />;
    case 'running':
      return <Running {...checked} trans={trans} />;
    case 'done':
      return <Report report={checked.report} trans={trans} />;
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
  trans: TranslationBundle;
}): JSX.Element {
  const { report, trans } = props;
  const { icon, word, detail } = verdict(report, trans);
  const words: { readonly [status in CheckStatus]: string } = {
    ok: trans.__('ok'),
    fail: trans.__('fail'),
    not_checkable: trans.__('not checkable')
  };
  return (
    <details className="jp-sciassist-checks" data-exit={report.exit}>
      <summary>
        <span className="jp-sciassist-level">
          <span aria-hidden="true">{icon}</span> {word}
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
          {report.checks.map(({ name, status, detail: said }) => (
            <tr key={name} data-status={status}>
              <th scope="row">{name}</th>
              <td>
                <span aria-hidden="true">{ICONS[status]}</span> {words[status]}
              </td>
              <td>{said}</td>
            </tr>
          ))}
        </tbody>
      </table>
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

/** The verdict in a word, and what it rests on or where it fails. */
function verdict(
  report: IReport,
  trans: TranslationBundle
): { readonly icon: string; readonly word: string; readonly detail: string } {
  const failed = report.checks.find(check => check.status === 'fail');
  if (failed !== undefined) {
    const words: { readonly [exit in IReport['exit']]: string } = {
      0: trans.__('Failed'),
      1: trans.__('Does not verify'),
      2: trans.__('Written by a newer version'),
      4: trans.__('The notebook differs')
    };
    const detail = `${failed.name}: ${failed.detail}`;
    return { icon: '✗', word: words[report.exit], detail };
  }
  const level = report.level === null ? undefined : LEVELS[report.level];
  if (level === undefined) {
    const detail = trans.__('there is nothing that could be checked');
    return { icon: '?', word: trans.__('Not checkable'), detail };
  }
  return {
    icon: '✓',
    word: trans.__('Verified, L%1', report.level ?? 0),
    detail: trans.__(
      '%1; does not show %2',
      level.shows,
      report.does_not_show ?? ''
    )
  };
}
