import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { DataDrift } from '../badges/words';
import { dataTexts } from '../badges/words';
import { Evidence } from '../evidence';
import { Scroller } from '../parts';
import type { IConfirmation, IEvidence } from '../records';
import { read } from '../shapes';
import type { IEntry } from './entry';
import { isRemoved, opened } from './entry';
import { REDACTED, at, inLine, list, short, text, visible } from './values';

/** Names and values; what is undefined or null is left out. */
export function Facts(props: {
  facts: readonly (readonly [string, unknown])[];
}): JSX.Element {
  const there = props.facts.filter(
    ([, value]) => value !== undefined && value !== null && value !== ''
  );
  return (
    <dl className="jp-sciassist-facts">
      {there.map(([name, value]) => (
        <React.Fragment key={name}>
          <dt>{name}</dt>
          <dd>{visible(inLine(value))}</dd>
        </React.Fragment>
      ))}
    </dl>
  );
}

/** Everything that stands in an object, under its own keys. */
export function Members(props: { value: unknown }): JSX.Element | null {
  const { value } = props;
  return typeof value === 'object' && value !== null ? (
    <Facts
      facts={Object.entries(value).map(([name, one]) => [
        visible(name.replace(/_/g, ' ')),
        one as unknown
      ])}
    />
  ) : null;
}

/** What was claimed, and everything that was computed for it. */
export function Claim(props: {
  entry: IEntry;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { entry, trans } = props;
  const statement = text(at(opened(entry, '/claim'), 'statement'));
  const evidence = list(at(entry.body, 'evidence'));
  const gone = isRemoved(entry, '/claim');
  if (statement === null && evidence.length === 0 && !gone) {
    return null;
  }
  return (
    <section>
      <h4>{trans.__('Claim and evidence')}</h4>
      {(statement !== null || gone) && (
        <p>{gone ? REDACTED : visible(statement ?? '')}</p>
      )}
      {evidence.map((one, index) => (
        <Computed
          key={index}
          entry={entry}
          pointer={`/evidence/${index}/result`}
          fallback={one}
          trans={trans}
        />
      ))}
      <Tested entry={entry} trans={trans} />
    </section>
  );
}

/** The evidence record where it is open; else what stands in the body for good. */
function Computed(props: {
  entry: IEntry;
  pointer: string;
  fallback: unknown;
  trans: TranslationBundle;
}): JSX.Element {
  const { entry, pointer, fallback, trans } = props;
  const found = evidenceOf(opened(entry, pointer));
  return found === null ? (
    <>
      {isRemoved(entry, pointer) && (
        <p>
          {REDACTED} {trans.__('The result was removed; what is left of it:')}
        </p>
      )}
      <Members value={fallback} />
    </>
  ) : (
    <>
      <Facts
        facts={[
          [
            trans.__('Standing'),
            found.asserted
              ? trans.__('established')
              : trans.__('not established')
          ]
        ]}
      />
      <Evidence evidence={found} trans={trans} />
    </>
  );
}

/** The one test on rows that the claim had not seen. */
function Tested(props: {
  entry: IEntry;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { entry, trans } = props;
  const told = at(entry.body, 'confirmation');
  if (told === undefined) {
    return null;
  }
  const result = opened(entry, '/confirmation/result');
  const made = confirmationOf(result);
  return (
    <>
      <h4>{trans.__('Test on rows not seen before')}</h4>
      {made === null ? (
        <Members value={told} />
      ) : (
        <>
          <Facts
            facts={[
              [trans.__('Outcome'), made.outcome],
              [trans.__('Why'), made.reason],
              [trans.__('Rows'), made.rows]
            ]}
          />
          <Evidence evidence={made.evidence} trans={trans} />
        </>
      )}
    </>
  );
}

/** What was analysed, and whether the evidence still stands on it. */
export function Data(props: {
  entry: IEntry;
  now: DataDrift;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { entry, trans } = props;
  const data = list(at(entry.body, 'data'));
  return data.length === 0 ? null : (
    <section>
      <h4>{trans.__('Data')}</h4>
      {data.map((one, index) => (
        <Facts
          key={index}
          facts={[
            [trans.__('Name'), at(one, 'name')],
            [trans.__('Type'), at(one, 'type')],
            [trans.__('Shape'), list(at(one, 'shape')).join(' × ')],
            [trans.__('Fingerprint'), digestOf(entry, index)],
            [trans.__('Algorithm'), at(one, 'algo')],
            [trans.__('Coverage'), at(one, 'coverage')]
          ]}
        />
      ))}
      {dataTexts(props.now, entry.replayed, trans).map(line => (
        <p key={line} data-data={props.now}>
          {line}
        </p>
      ))}
    </section>
  );
}

function digestOf(entry: IEntry, index: number): string {
  const pointer = `/data/${index}/digest`;
  return isRemoved(entry, pointer)
    ? REDACTED
    : inLine(opened(entry, pointer) ?? '');
}

/** The model that took part, as far as it is on record. */
export function ModelCard(props: {
  entry: IEntry;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { entry, trans } = props;
  const model = at(entry.body, 'model');
  if (model === undefined) {
    return null;
  }
  const params = at(entry.body, 'params');
  const note = opened(entry, '/suggestion/note');
  return (
    <section>
      <h4>{trans.__('Language model')}</h4>
      <Facts
        facts={[
          [trans.__('Name'), at(model, 'name') ?? at(model, 'id')],
          [trans.__('File'), at(model, 'file')],
          ['SHA-256', at(model, 'sha256')],
          [trans.__('Quantisation'), at(model, 'quantization')],
          [trans.__('Licence'), at(model, 'licence')],
          [trans.__('Seed'), at(params, 'seed')]
        ]}
      />
      <Members value={at(entry.body, 'runtime')} />
      <Members value={withoutSeed(params)} />
      {isRemoved(entry, '/suggestion/note') && (
        <p>
          {trans.__('Note:')} {REDACTED}
        </p>
      )}
      {typeof note === 'string' && (
        <blockquote className="jp-sciassist-note">{visible(note)}</blockquote>
      )}
      <Prompt entry={entry} trans={trans} />
    </section>
  );
}

function Prompt(props: {
  entry: IEntry;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { entry, trans } = props;
  const held = entry.openables.filter(({ pointer }) =>
    pointer.startsWith('/prompt/')
  );
  return held.length === 0 ? null : (
    <details>
      <summary>{trans.__('Prompt')}</summary>
      <Members value={at(entry.body, 'prompt')} />
      {held.map(({ pointer, value }) => (
        <React.Fragment key={pointer}>
          <p>{visible(pointer.slice('/prompt/'.length))}</p>
          <Scroller
            className="jp-sciassist-listing"
            label={visible(pointer.slice('/prompt/'.length))}
          >
            <pre>{laidOut(value)}</pre>
          </Scroller>
        </React.Fragment>
      ))}
    </details>
  );
}

function laidOut(value: unknown): string {
  if (value === undefined) {
    return REDACTED;
  }
  return visible(
    typeof value === 'string' ? value : JSON.stringify(value, null, 1)
  );
}

/** The session in which the record was made. */
export function SessionFacts(props: {
  session: unknown;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { session, trans } = props;
  if (session === undefined) {
    return null;
  }
  const system = at(session, 'system');
  return (
    <details>
      <summary>{trans.__('Where it was made')}</summary>
      <Facts
        facts={[
          ['Python', at(session, 'python', 'version')],
          [trans.__('System'), at(system, 'os')],
          [trans.__('Release'), at(system, 'release')],
          [trans.__('Machine'), at(system, 'machine')],
          [trans.__('Processor'), at(system, 'cpu')],
          [trans.__('Packages'), packagesOf(session)],
          [
            trans.__('All packages (SHA-256)'),
            short(text(at(session, 'packages_sha256')) ?? '')
          ]
        ]}
      />
    </details>
  );
}

function packagesOf(session: unknown): string {
  const packages = at(session, 'packages');
  return typeof packages === 'object' && packages !== null
    ? Object.entries(packages)
        .map(([name, version]) => `${name} ${inLine(version)}`)
        .join(', ')
    : '';
}

function withoutSeed(params: unknown): unknown {
  if (typeof params !== 'object' || params === null) {
    return null;
  }
  return Object.fromEntries(
    Object.entries(params).filter(([name]) => name !== 'seed')
  );
}

/** The evidence, or null where another version wrote it otherwise: then it is shown as it stands. */
function evidenceOf(value: unknown): IEvidence | null {
  try {
    return read('Evidence', value);
  } catch {
    return null;
  }
}

function confirmationOf(value: unknown): IConfirmation | null {
  try {
    return read('Confirmation', value);
  } catch {
    return null;
  }
}
