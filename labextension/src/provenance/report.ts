/**
 * The verdict on a log, in the words of `jupyter sciassist verify --json`.
 *
 * The mirror of provenance/verify.py: the same checks in the same order, levels and warnings.
 */

import type { JSONObject, JSONValue } from '@lumino/coreutils';

import type { Chain } from './chain';
import { isObject, own } from './lines';

export type CheckStatus = 'ok' | 'fail' | 'not_checkable';

/** One question asked of a log, and its answer. */
export interface ICheck {
  readonly name: string;
  readonly status: CheckStatus;
  readonly detail: string;
}

/** The hashed part of a record. */
export interface ICore {
  readonly v: number;
  readonly type: string;
  readonly seq: number;
  readonly prev: readonly string[];
  readonly id: string;
  readonly ts: string;
  readonly log: string;
  readonly writer: string;
  readonly actor?: JSONObject;
  readonly commit?: Readonly<Record<string, string>>;
  readonly body: JSONObject;
}

/** A value that may be removed, and the salt of its commitment. */
export interface IOpening {
  readonly salt: string;
  readonly v: JSONValue;
}

export interface ISignature {
  readonly alg: string;
  readonly key: string;
  readonly value: string;
}

/** A record that holds; `line` counts from 1. */
export interface IRecord {
  readonly line: number;
  readonly core: ICore;
  readonly hash: string;
  readonly open: Readonly<Record<string, IOpening>>;
  readonly sig?: ISignature;
}

export interface ILineFault {
  readonly line: number;
  readonly reason: string;
}

/**
 * All answers about one log.
 *
 * `exit` is the exit code of the command: 0 verified, 1 integrity failure, 2 a newer format, 4 the
 * notebook does not match; with `--strict` the command also says 3 where there are warnings. The
 * keys are those of `--json` but for its `path` and `problem`, as the bytes were read already.
 */
export interface IReport {
  readonly exit: 0 | 1 | 2 | 4;
  readonly records: number;
  readonly head: string | null;
  readonly heads: readonly string[];
  readonly log: string | null;
  readonly level: number | null;
  readonly does_not_show: string | null;
  readonly checks: readonly ICheck[];
  readonly faults: readonly ILineFault[];
  readonly fault_count: number;
  readonly warnings: readonly string[];
}

/** What each level of trust rests on, and what it does not show. */
export const LEVELS = [
  {
    name: 'records',
    shows: 'consistent in itself',
    unseen: 'records cut off at the end, or a rewriting of the whole'
  },
  {
    name: 'notebook',
    shows: 'the notebook names a record of it',
    unseen: 'a rewriting of both files, or later records'
  },
  {
    name: 'signatures',
    shows: 'signed by a listed key',
    unseen: "what the key's owner rewrote before signing, or later records"
  },
  {
    name: 'anchor',
    shows: 'holds the head that you kept elsewhere',
    unseen: 'what was rewritten before that head was kept, or later records'
  }
] as const;

/** What no check shows: to stand under every report. */
export const LIMITS =
  'This does not show that all use of the assistant was recorded, that the clocks were right,' +
  ' or that the log was not rewritten before its head was first kept elsewhere.';

/**
 * The report on a log that was read to its end.
 *
 * `notebook` is the notebook beside it, null where there is none; `anchor` the digits of a head
 * that was kept elsewhere, null where there is none.
 */
export function reportOn(
  chain: Chain,
  notebook: JSONValue,
  anchor: string | null
): IReport {
  const checks = [
    ...ownChecks(chain),
    signatureCheck(chain),
    notebookCheck(notebook, chain),
    anchorCheck(chain, anchor)
  ];
  const level = levelOf(checks);
  return {
    exit: exitOf(chain, checks),
    records: chain.count,
    head: chain.head,
    heads: [...chain.heads],
    log: chain.log,
    level,
    does_not_show: level === null ? null : (LEVELS[level]?.unseen ?? null),
    checks,
    faults: chain.faults,
    fault_count: chain.faultCount,
    warnings: warningsOn(chain, checks)
  };
}

function exitOf(chain: Chain, checks: readonly ICheck[]): 0 | 1 | 2 | 4 {
  const failed = checks.filter(check => check.status === 'fail');
  if (failed.some(check => check.name !== 'notebook')) {
    return chain.newer > 0 && chain.newer === chain.faultCount ? 2 : 1;
  }
  return failed.length > 0 ? 4 : 0;
}

function levelOf(checks: readonly ICheck[]): number | null {
  const status = statusesOf(checks);
  if (status.records !== 'ok' || Object.values(status).includes('fail')) {
    return null;
  }
  return LEVELS.reduce(
    (most, { name }, level) => (status[name] === 'ok' ? level : most),
    0
  );
}

function statusesOf(checks: readonly ICheck[]): Record<string, CheckStatus> {
  return Object.fromEntries(checks.map(check => [check.name, check.status]));
}

function ownChecks(chain: Chain): ICheck[] {
  return [
    { name: 'records', ...recordsAnswer(chain) },
    chain.tail === null
      ? { name: 'tail', status: 'ok', detail: 'ends with a whole record' }
      : {
          name: 'tail',
          status: 'not_checkable',
          detail: `${chain.tail.size} bytes of a record that was never completed`
        },
    {
      name: 'openings',
      status: 'ok',
      detail:
        `${chain.openings} fit their commitments, ${chain.redactions} removed` +
        (chain.withheld > 0 ? `, ${chain.withheld} left out` : '')
    }
  ];
}

function recordsAnswer(chain: Chain): Omit<ICheck, 'name'> {
  const first = chain.faults[0];
  if (first !== undefined) {
    const faults = `${chain.faultCount} fault${chain.faultCount > 1 ? 's' : ''}`;
    const detail = `${faults}, first in line ${first.line}: ${first.reason}`;
    return { status: 'fail', detail };
  }
  return chain.count > 0
    ? { status: 'ok', detail: `${chain.count} canonical, hashed and linked` }
    : { status: 'not_checkable', detail: 'the log holds no record' };
}

/** Never ok: the reader's keys, and the program that knows them, are not in a browser. */
function signatureCheck(chain: Chain): ICheck {
  const detail =
    chain.signed > 0
      ? `${chain.signed} signed, no list of signers was given`
      : 'none signed';
  return { name: 'signatures', status: 'not_checkable', detail };
}

function notebookCheck(notebook: JSONValue, chain: Chain): ICheck {
  const name = 'notebook';
  const answer = (status: CheckStatus, detail: string): ICheck => ({
    name,
    status,
    detail
  });
  if (notebook === null) {
    return answer('not_checkable', 'there is no notebook beside the log');
  }
  const told = toldBy(notebook);
  if (Object.keys(told).length === 0) {
    return answer('not_checkable', 'the notebook names no head');
  }
  const head = own(told, 'head');
  const log = own(told, 'log');
  const source = chain.copied;
  if (source !== null && typeof log === 'string' && source.logs.has(log)) {
    return typeof head === 'string' && head === source.head
      ? answer('ok', 'its head is that of the log which this was copied from')
      : answer(
          'not_checkable',
          'it still names the log which this was copied from'
        );
  }
  const known = typeof head === 'string' ? chain.known.get(head) : undefined;
  if (typeof head !== 'string' || known === undefined) {
    const shown = String(head ?? 'None').slice(0, 23);
    return answer('fail', `its head ${shown} is not in the log`);
  }
  if (log !== known.log) {
    return answer('fail', 'it names another log');
  }
  const count = own(told, 'count');
  if (typeof count === 'number' && count > chain.count) {
    return answer('fail', `it counts ${count} records, the log ${chain.count}`);
  }
  const place = chain.heads.has(head)
    ? "the log's head"
    : 'an earlier record of the log';
  return answer('ok', `its head is ${place}`);
}

/** What the notebook's metadata says of its log; empty where it says nothing. */
function toldBy(notebook: JSONValue): JSONObject {
  let found: JSONValue | undefined = notebook;
  for (const key of ['metadata', 'sciassist']) {
    found = isObject(found) ? own(found, key) : undefined;
  }
  return isObject(found) ? found : {};
}

function anchorCheck(chain: Chain, anchor: string | null): ICheck {
  const name = 'anchor';
  if (anchor === null) {
    return { name, status: 'not_checkable', detail: 'no head was given' };
  }
  for (const [mark, { seq }] of chain.known) {
    if (mark.startsWith(`sha256:${anchor}`)) {
      const detail = `the head that was given is record ${seq}`;
      return { name, status: 'ok', detail };
    }
  }
  const detail = `the head ${anchor.slice(0, 12)} that was given is not in the log`;
  return { name, status: 'fail', detail };
}

function warningsOn(chain: Chain, checks: readonly ICheck[]): string[] {
  const status = statusesOf(checks);
  const detail = (name: string): string =>
    checks.find(check => check.name === name)?.detail ?? '';
  const silent = Math.max(0, chain.redactions - chain.named);
  const said = silent ? `, ${silent} of them without a redaction record` : '';
  const unanchored = [status.notebook, status.anchor].every(
    one => one === 'not_checkable'
  );
  const found: readonly (readonly [boolean, string])[] = [
    [chain.count === 0, 'the log holds no record'],
    [
      chain.tail !== null,
      'torn tail: the last append did not complete and was never confirmed'
    ],
    [
      chain.heads.size > 1,
      `${chain.heads.size} heads: two writers forked, the next append joins them`
    ],
    [
      chain.roots.length > 1,
      `${chain.roots.length} roots: the log was begun more than once`
    ],
    [chain.redactions > 0, `values removed: ${chain.redactions}${said}`],
    [
      chain.withheld > 0,
      `values left out when their records were written: ${chain.withheld}`
    ],
    [chain.unknown > 0, `${chain.unknown} records of unknown type`],
    [chain.gaps > 0, `${chain.gaps} records were written later than decided`],
    [chain.torn > 0, `torn bytes were set aside ${chain.torn} times`],
    [unanchored, `no anchor outside the log: ${detail('notebook')}`],
    [chain.signed > 0, `signatures were not checked: ${detail('signatures')}`]
  ];
  return found.filter(([holds]) => holds).map(([, text]) => text);
}
