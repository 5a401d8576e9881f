/** What a crash leaves at the end of a log, told apart from what a hand leaves. */

import { check, Refused, tooDeep } from './lines';

const SECTOR = 512;
const BEGIN = new TextEncoder().encode('{"core":{');
const CONSTANTS = /"(?:[^"\\]|\\.)*"|NaN|-?Infinity/g;

/**
 * Whether a bad last line, which begins at byte `start` of the file, is torn and not damaged.
 *
 * A crash leaves the beginning of a line, or a line in which whole 512-byte sectors were never
 * written and read as NUL. A canonical line holds no NUL and nothing after its closing brace.
 */
export function isTorn(raw: Uint8Array, start: number): boolean {
  const ended = raw[raw.length - 1] === 0x0a;
  if (raw.includes(0)) {
    return sectorsOnly(raw, start, ended);
  }
  const shared = Math.min(raw.length, BEGIN.length);
  if (ended || BEGIN.subarray(0, shared).some((byte, at) => byte !== raw[at])) {
    return false;
  }
  let text: string;
  try {
    // The cut may fall inside a character, but no byte may be wrong.
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    text = decoder.decode(raw, { stream: true });
  } catch {
    return false;
  }
  return !tooDeep(text) && !isPassed(text, raw);
}

/** Whether every run of NULs begins and ends where a sector does, or the line. */
function sectorsOnly(raw: Uint8Array, start: number, ended: boolean): boolean {
  for (let first = raw.indexOf(0); first >= 0; first = raw.indexOf(0, first)) {
    let last = first;
    while (raw[last] === 0) {
      last += 1;
    }
    const begins = first === 0 || (start + first) % SECTOR === 0;
    const ends =
      (start + last) % SECTOR === 0 || (last === raw.length && !ended);
    if (!begins || !ends) {
      return false;
    }
    first = last;
  }
  return true;
}

/** Whether the text is an object of JSON that goes on after it, or that does not hold. */
function isPassed(text: string, raw: Uint8Array): boolean {
  const end = endOf(text);
  if (end === null || !isJSON(text.slice(0, end))) {
    return false;
  }
  if (new TextEncoder().encode(text.slice(0, end)).length !== raw.length) {
    return true;
  }
  // A whole line that lost its line feed; what does not hold was not written so.
  const found = check(raw);
  return found instanceof Refused && !found.newer;
}

/** The place after the bracket that closes the first one, null where nothing does. */
function endOf(text: string): number | null {
  let depth = 0;
  let inside = false;
  for (let place = 0; place < text.length; place += 1) {
    const letter = text[place];
    if (inside) {
      place += letter === '\\' ? 1 : 0;
      inside = letter !== '"';
    } else if (letter === '"') {
      inside = true;
    } else if (letter === '{' || letter === '[') {
      depth += 1;
    } else if (letter === '}' || letter === ']') {
      depth -= 1;
      if (depth === 0) {
        return place + 1;
      }
    }
  }
  return null;
}

/** As Python's json has it, which also takes NaN and the infinities. */
function isJSON(text: string): boolean {
  const plain = text.replace(CONSTANTS, found =>
    found.startsWith('"') ? found : 'null'
  );
  try {
    JSON.parse(plain);
    return true;
  } catch {
    return false;
  }
}
