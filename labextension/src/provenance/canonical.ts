/** RFC 8785: the one spelling of a JSON value, as Python's rfc8785 writes it. */

import type { JSONValue } from '@lumino/coreutils';

/** A backslash that begins a unicode escape of a surrogate: JSON.stringify makes it of a lone one only. */
const LONE = /(?:^|[^\\])(?:\\\\)*\\ud/;

/** From here on doubles stand for whole numbers only, and are written with an exponent. */
const EXPONENT = 1e21;

/**
 * The canonical text of a value.
 *
 * With `whole`, also numbers are refused that would be written as an integer above 2^53 - 1:
 * JSON.parse rounds such digits, and a log holds none.
 *
 * @throws RangeError for what has no canonical form: an infinity, a NaN, a lone surrogate.
 */
export function canonical(value: JSONValue, whole = false): string {
  const text = written(value, whole);
  if (text.includes('\\ud') && LONE.test(text)) {
    throw new RangeError('a lone surrogate');
  }
  return text;
}

function written(value: JSONValue, whole: boolean): string {
  if (typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    return digits(value, whole);
  }
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) {
      text += (text && ',') + written(item, whole);
    }
    return `[${text}]`;
  }
  // The default order is that of UTF-16 code units, which RFC 8785 asks for.
  for (const key of Object.keys(value).sort()) {
    const inner = value[key] as JSONValue;
    text += `${text && ','}${JSON.stringify(key)}:${written(inner, whole)}`;
  }
  return `{${text}}`;
}

function digits(value: number, whole: boolean): string {
  if (!Number.isFinite(value)) {
    throw new RangeError(`${value} is no JSON`);
  }
  const size = Math.abs(value);
  if (whole && size > Number.MAX_SAFE_INTEGER && size < EXPONENT) {
    throw new RangeError('an integer above 2^53 - 1');
  }
  return String(value);
}
