/**
 * One line of the log: its canonical bytes, its hash, its commitments, and the strict reading.
 *
 * The mirror of provenance/lines.py; docs/provenance.md is the format.
 */

import type { JSONObject, JSONValue } from '@lumino/coreutils';
import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils';

import { canonical } from './canonical';
import type { ICore, IOpening, ISignature } from './report';

export const MAX_LINE = 8 * 2 ** 20;
export const MAX_DEPTH = 100;
export const TYPES: ReadonlySet<string> = new Set([
  'log.created',
  'session.opened',
  'suggestion.accepted',
  'suggestion.rejected',
  'suggestion.confirmed',
  'tests.counted',
  'cell.state',
  'evidence.replayed',
  'log.moved',
  'log.copied',
  'redaction',
  'checkpoint',
  'key.added',
  'review.note'
]);
export const ROOTS: ReadonlySet<string> = new Set([
  'log.created',
  'log.copied'
]);

const VERSION = 1;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HASH = /^sha256:[0-9a-f]{64}$/;
const HMAC = /^hmac-sha256:[0-9a-f]{64}$/;
const SALT = /^[0-9a-f]{32}$/;
const SIGNATURE = /^[0-9a-f]{128}$/;
const POINTER = /^\/[a-z0-9_/]*[a-z0-9_]$/;
const TIME =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
const TYPE = /^[a-z]+(?:\.[a-z]+)?$/;

const encoder = new TextEncoder();
// A byte order mark is no part of a line: it must be seen to be refused.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A line that holds in itself: canonical, hash right, every opening fits its commitment. */
export interface ILine {
  readonly core: ICore;
  readonly hash: string;
  readonly open: Readonly<Record<string, IOpening>>;
  readonly sig?: ISignature;
}

/** Why a line does not hold. `newer`: it is whole, but of a format version not known here. */
export class Refused {
  constructor(
    readonly reason: string,
    readonly newer = false
  ) {}
}

/** The value under a key of an object's own, undefined where there is none. */
export function own(value: JSONObject, key: string): JSONValue | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

export function isObject(value: JSONValue | undefined): value is JSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether brackets outside of texts nest deeper than `MAX_DEPTH`. */
export function tooDeep(text: string): boolean {
  let depth = 0;
  let inside = false;
  for (let place = 0; place < text.length; place += 1) {
    switch (text.charCodeAt(place)) {
      case 0x5c: {
        const next = text.charCodeAt(place + 1);
        place += next === 0x5c || next === 0x22 ? 1 : 0;
        break;
      }
      case 0x22:
        inside = !inside;
        break;
      case 0x5b:
      case 0x7b:
        depth += inside ? 0 : 1;
        if (depth > MAX_DEPTH) {
          return true;
        }
        break;
      case 0x5d:
      case 0x7d:
        depth -= inside ? 0 : 1;
    }
  }
  return false;
}

/** Read one line, given without its newline; never throws on bad bytes. */
export function check(raw: Uint8Array): ILine | Refused {
  let text: string;
  try {
    text = decoder.decode(raw);
  } catch {
    return new Refused('not UTF-8');
  }
  if (tooDeep(text)) {
    return new Refused(`nested too deeply, over ${MAX_DEPTH} levels`);
  }
  let data: JSONValue;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return new Refused(`not JSON: ${(error as Error).message.slice(0, 120)}`);
  }
  try {
    return read(data, text);
  } catch (error) {
    if (error instanceof RangeError) {
      return new Refused(`not canonical JSON: ${error.message}`);
    }
    throw error;
  }
}

function read(data: JSONValue, text: string): ILine | Refused {
  const reason =
    envelopeFault(data) ?? openingsFault((data as JSONObject).open);
  if (reason !== null) {
    return new Refused(reason);
  }
  const line = data as unknown as ILine;
  const core = canonical(line.core as unknown as JSONObject, true);
  // Most of a line is opened values: their canonical text serves the form and the commitment.
  const values = new Map(
    Object.keys(line.open).map(key => [
      key,
      canonical(valueAt(line, key), true)
    ])
  );
  // What JSON.parse does not tell, a key that stands twice and any other spelling, differs here. Two
  // things would not, and canonical refuses them: digits that it rounds to a double which is written
  // with the same digits (2^53 and up), and the escape of a lone surrogate.
  if (text !== assembled(line, core, values)) {
    return new Refused('not in canonical form (RFC 8785)');
  }
  return content(line, core, values);
}

function valueAt(line: ILine, pointer: string): JSONValue {
  return (line.open[pointer] as IOpening).v;
}

function envelopeFault(data: JSONValue): string | null {
  if (
    !isObject(data) ||
    !['core', 'hash', 'open'].every(key => Object.hasOwn(data, key))
  ) {
    return 'not an object with core, hash and open';
  }
  const unknown = Object.keys(data)
    .filter(key => !['core', 'hash', 'open', 'sig'].includes(key))
    .sort();
  if (unknown[0] !== undefined) {
    return `unknown key '${unknown[0].slice(0, 40)}'`;
  }
  return isObject(data.core) ? null : 'core is no object';
}

function openingsFault(openings: JSONValue | undefined): string | null {
  if (!isObject(openings)) {
    return 'open is no object';
  }
  for (const pointer of Object.keys(openings)) {
    const opening = openings[pointer];
    if (!isPointer(pointer)) {
      return `an opening at '${pointer.slice(0, 60)}', which is no pointer`;
    }
    if (!isObject(opening) || Object.keys(opening).sort().join() !== 'salt,v') {
      return `the opening at ${pointer.slice(0, 60)} is malformed`;
    }
    if (!matches(SALT, opening.salt)) {
      return `the salt at ${pointer.slice(0, 60)} is malformed`;
    }
  }
  return null;
}

function assembled(
  line: ILine,
  core: string,
  values: ReadonlyMap<string, string>
): string {
  const parts = [...values.keys()].sort().map(key => {
    const salt = (line.open[key] as IOpening).salt;
    return `${JSON.stringify(key)}:{"salt":"${salt}","v":${values.get(key)}}`;
  });
  const mark = canonical(line.hash, true);
  const sig =
    line.sig === undefined
      ? ''
      : `,"sig":${canonical(line.sig as unknown as JSONObject, true)}`;
  return `{"core":${core},"hash":${mark},"open":{${parts.join()}}${sig}}`;
}

/** SHA-256 over the domain line and the canonical text of `core`. */
function hashOf(core: string, version = VERSION): string {
  const domain = `jupyter-sciassist/prov/v${version}\n`;
  return `sha256:${bytesToHex(sha256(encoder.encode(domain + core)))}`;
}

function content(
  line: ILine,
  core: string,
  values: ReadonlyMap<string, string>
): ILine | Refused {
  const fields = line.core as unknown as JSONObject;
  const version = own(fields, 'v');
  if (version !== VERSION) {
    const whole =
      Number.isSafeInteger(version) &&
      (version as number) > VERSION &&
      line.hash === hashOf(core, version as number);
    const shown = version === undefined ? 'None' : JSON.stringify(version);
    return new Refused(
      `format version ${shown.slice(0, 20)} is not known here`,
      whole
    );
  }
  if (line.hash !== hashOf(core)) {
    return new Refused('the hash does not fit the core');
  }
  const reason =
    coreFault(fields) ?? commitFault(line, values) ?? sigFault(line);
  return reason === null ? line : new Refused(reason);
}

function matches(
  pattern: RegExp,
  value: JSONValue | undefined
): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function isPointer(text: string): boolean {
  return POINTER.test(text) && !text.includes('//');
}

function isSeq(value: JSONValue): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isParents(value: JSONValue): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (item, place) =>
        matches(HASH, item) &&
        (place === 0 || (value[place - 1] as string) < item)
    )
  );
}

function isCommit(value: JSONValue): boolean {
  return (
    isObject(value) &&
    Object.keys(value).every(key => isPointer(key) && matches(HMAC, value[key]))
  );
}

type Test = (value: JSONValue) => boolean;

const text =
  (pattern: RegExp): Test =>
  value =>
    matches(pattern, value);

const REQUIRED: Readonly<Record<string, Test>> = {
  v: isSeq,
  type: text(TYPE),
  seq: isSeq,
  prev: isParents,
  id: text(UUID),
  ts: text(TIME),
  log: text(UUID),
  writer: text(UUID),
  body: isObject
};
const OPTIONAL: Readonly<Record<string, Test>> = {
  actor: isObject,
  commit: isCommit
};

function coreFault(core: JSONObject): string | null {
  for (const [key, good] of Object.entries(REQUIRED)) {
    const value = own(core, key);
    if (value === undefined) {
      return `core lacks '${key}'`;
    }
    if (!good(value)) {
      return `core.${key} is malformed`;
    }
  }
  for (const key of Object.keys(core).sort()) {
    if (Object.hasOwn(REQUIRED, key)) {
      continue;
    }
    const good = Object.hasOwn(OPTIONAL, key) ? OPTIONAL[key] : undefined;
    if (good === undefined) {
      return `unknown key '${key.slice(0, 40)}' in core`;
    }
    if (!good(core[key] as JSONValue)) {
      return `core.${key} is malformed`;
    }
  }
  return null;
}

function commitFault(
  line: ILine,
  values: ReadonlyMap<string, string>
): string | null {
  const commits = line.core.commit ?? {};
  for (const [pointer, value] of values) {
    const promised = Object.hasOwn(commits, pointer) ? commits[pointer] : null;
    if (promised === null) {
      return `an opening at ${pointer.slice(0, 60)} without a commitment`;
    }
    const key = hexToBytes((line.open[pointer] as IOpening).salt);
    const made = bytesToHex(hmac(sha256, key, encoder.encode(value)));
    if (`hmac-sha256:${made}` !== promised) {
      return `the opening at ${pointer.slice(0, 60)} does not fit its commitment`;
    }
  }
  return null;
}

function sigFault(line: ILine): string | null {
  const sig = line.sig as JSONObject | undefined;
  const whole =
    sig === undefined ||
    (isObject(sig) &&
      Object.keys(sig).sort().join() === 'alg,key,value' &&
      sig.alg === 'ed25519' &&
      matches(HASH, sig.key) &&
      matches(SIGNATURE, sig.value));
  return whole ? null : 'sig is malformed';
}
