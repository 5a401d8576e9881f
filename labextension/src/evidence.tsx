import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { interval, number, probability } from './format';
import type { IAssumption, IEvidence, JSONValue, Verdict } from './records';

const ICONS: { readonly [verdict in Verdict]: string } = {
  ok: '✓',
  weak: '≈',
  violated: '✗',
  'not checkable': '?'
};

/** Everything that was computed for a card. */
export function Evidence(props: {
  evidence: IEvidence;
  trans: TranslationBundle;
}): JSX.Element {
  const { evidence, trans } = props;
  return (
    <div className="jp-sciassist-evidence">
      <dl className="jp-sciassist-facts">
        {facts(evidence, trans).map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
      {evidence.assumptions.length > 0 && (
        <Assumptions assumptions={evidence.assumptions} trans={trans} />
      )}
      {evidence.caveats.length > 0 && (
        <>
          <h4>{trans.__('Caveats')}</h4>
          <ul className="jp-sciassist-caveats">
            {evidence.caveats.map(caveat => (
              <li key={caveat}>{caveat}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** The evidence behind a line that opens it. */
export function FoldedEvidence(props: {
  evidence: IEvidence | null;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { evidence, trans } = props;
  return evidence === null ? null : (
    <details>
      <summary>{trans.__('Evidence')}</summary>
      <Evidence evidence={evidence} trans={trans} />
    </details>
  );
}

/** How many rows a number rests on. */
export function RowsUsed(props: {
  n: number;
  trans: TranslationBundle;
}): JSX.Element {
  return (
    <span title={props.trans.__('Rows used')}>
      <i>n</i> = {props.n.toLocaleString('en')}
    </span>
  );
}

function Assumptions(props: {
  assumptions: readonly IAssumption[];
  trans: TranslationBundle;
}): JSX.Element {
  const { assumptions, trans } = props;
  const words: { readonly [verdict in Verdict]: string } = {
    ok: trans.__('holds'),
    weak: trans.__('weak'),
    violated: trans.__('violated'),
    'not checkable': trans.__('not checkable')
  };
  return (
    <>
      <h4>{trans.__('Assumptions')}</h4>
      <ul className="jp-sciassist-assumptions">
        {assumptions.map(({ name, verdict, detail }) => (
          <li key={name} data-verdict={verdict}>
            <span className="jp-sciassist-verdict">
              <span aria-hidden="true">{ICONS[verdict]}</span> {words[verdict]}
            </span>
            <span>
              {name}
              {detail !== '' && (
                <span className="jp-sciassist-detail">: {detail}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Name and value of what is known, in the order in which it is read. */
function facts(
  evidence: IEvidence,
  trans: TranslationBundle
): [string, string][] {
  const { estimate, effect, statistic, family, scan, plan } = evidence;
  const rows: [string, string][] = [[trans.__('Method'), evidence.method]];
  if (estimate !== null) {
    rows.push([
      estimate.name,
      [
        number(estimate.value),
        estimate.unit ?? '',
        interval(estimate.low, estimate.high)
      ]
        .filter(part => part !== '')
        .join(' ')
    ]);
  }
  if (effect !== null) {
    rows.push([
      effect.name,
      `${number(effect.value)} ${interval(effect.low, effect.high)}`.trim()
    ]);
  }
  if (evidence.q !== null) {
    const size =
      family === null
        ? ''
        : trans._n('among %1 test', 'among %1 tests', family.size);
    rows.push(['q', `${probability(evidence.q)} ${size}`.trim()]);
  }
  if (evidence.p !== null) {
    rows.push(['p', probability(evidence.p)]);
  }
  rows.push(['n', evidence.n.toLocaleString('en')]);
  if (statistic !== null) {
    const df = statistic.df.map(number).join(', ');
    rows.push([
      trans.__('Statistic'),
      `${statistic.name}${df === '' ? '' : `(${df})`} = ${number(statistic.value)}`
    ]);
  }
  if (scan !== null) {
    rows.push([trans.__('Local p'), probability(scan.local_p)]);
    rows.push([trans.__('Global p'), probability(scan.global_p)]);
  }
  rows.push(...control(evidence, trans));
  rows.push([trans.__('Rows'), rowsUsed(evidence, trans)]);
  if (plan !== null && !plan.complete) {
    rows.push([trans.__('Scan'), trans.__('stopped before its end')]);
  }
  return rows;
}

/** The negative control in one line, then what else it holds; the window is told by the statement. */
function control(
  evidence: IEvidence,
  trans: TranslationBundle
): [string, string][] {
  const held = evidence.control ?? {};
  const { kind, runs, as_strong: strong } = held;
  const rows: [string, string][] = [];
  if (typeof kind === 'string') {
    const told =
      typeof runs === 'number' && typeof strong === 'number'
        ? trans.__('%1 of %2 as strong: %3', number(strong), number(runs), kind)
        : kind;
    rows.push([trans.__('Control'), told]);
  }
  for (const [name, value] of Object.entries(held)) {
    if (!TOLD.has(name)) {
      rows.push([name.replace(/_/g, ' '), plain(value)]);
    }
  }
  return rows;
}

const TOLD = new Set([
  'kind',
  'runs',
  'as_strong',
  'seed',
  'window_low',
  'window_high'
]);

function rowsUsed(evidence: IEvidence, trans: TranslationBundle): string {
  const sides = {
    all: trans.__('all'),
    explore: trans.__('explore side'),
    confirm: trans.__('confirm side')
  };
  const rows = evidence.plan?.rows ?? null;
  const side = sides[evidence.split];
  return rows === null
    ? side
    : trans.__('%1, of a sample of %2', side, rows.toLocaleString('en'));
}

function plain(value: JSONValue): string {
  if (typeof value === 'number') {
    return number(value);
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
