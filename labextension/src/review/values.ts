/** Reading values that others wrote: nothing is taken to be there, nothing is shown that hides itself. */

/** What stands in the place of a value that was removed, as in every export. */
export const REDACTED = '[redacted]';

/** The value under `keys` in nested JSON, undefined where the way there breaks off. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (
      typeof found !== 'object' ||
      found === null ||
      !Object.hasOwn(found, key)
    ) {
      return undefined;
    }
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** A text, or null where it is none. */
export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A list, empty where it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

const HIDDEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]/gu;

/**
 * Text whose control characters and direction marks are spelled out, all but newline and tab: a direction
 * override can make code read otherwise than it runs. The same as in the exports.
 */
export function visible(shown: string): string {
  return shown
    .replace(/\r\n/g, '\n')
    .replace(HIDDEN, found => `<U+${codePoint(found)}>`);
}

function codePoint(found: string): string {
  return (found.codePointAt(0) ?? 0)
    .toString(16)
    .toUpperCase()
    .padStart(4, '0');
}

/** Twelve hex digits of a hash, whatever prefix names the algorithm. */
export function short(hash: string): string {
  return hash.slice(hash.indexOf(':') + 1).slice(0, 12);
}

/** A JSON value in one line, texts as they are. */
export function inLine(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
