/** How far a text is from the suggested one: the same figure as `provenance/edits.py` gives. */

const LONGEST = 20_000;
const WORD = 32;

/** What Python's `str.rstrip` takes away; `trimEnd` differs at U+001C to U+001F, U+0085 and U+FEFF. */
const BLANKS = new Set(
  '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006' +
    '\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000'
);

/** LF line ends, no blanks at line ends, no blank lines at the end. */
export function normalised(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  return trimmed(lines.map(line => trimmed(line, BLANKS)).join('\n'), BREAKS);
}

const BREAKS = new Set('\n');

function trimmed(text: string, letters: ReadonlySet<string>): string {
  let end = text.length;
  while (end > 0 && letters.has(text.charAt(end - 1))) {
    end -= 1;
  }
  return text.slice(0, end);
}

/**
 * Levenshtein distance in characters over the longer length, two decimals, of normalised texts;
 * null where more than 20 000 characters remain between the common start and the common end.
 */
export function editRatio(suggested: string, inserted: string): string | null {
  const one = normalised(suggested);
  const other = normalised(inserted);
  if (one === other) {
    return '0.00';
  }
  // Characters are code points, as in Python.
  const first = Array.from(one);
  const second = Array.from(other);
  const longest = Math.max(first.length, second.length);
  const [a, b] = differing(first, second);
  if (Math.max(a.length, b.length) > LONGEST) {
    return null;
  }
  const distance = levenshtein(a, b);
  const hundredths = Math.floor((200 * distance + longest) / (2 * longest));
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}

function differing(first: string[], second: string[]): [string[], string[]] {
  const shorter = Math.min(first.length, second.length);
  let start = 0;
  while (start < shorter && first[start] === second[start]) {
    start += 1;
  }
  let end = 0;
  while (
    end < shorter - start &&
    first[first.length - 1 - end] === second[second.length - 1 - end]
  ) {
    end += 1;
  }
  return [
    first.slice(start, first.length - end),
    second.slice(start, second.length - end)
  ];
}

/** Bit-parallel edit distance in words of 32 bits (Myers 1999, in the form of Hyyrö 2003). */
function levenshtein(first: string[], second: string[]): number {
  if (first.length === 0 || second.length === 0) {
    return first.length + second.length;
  }
  const words = Math.ceil(first.length / WORD);
  const places = placesOf(first, words);
  const none = new Int32Array(words);
  const up = new Int32Array(words).fill(-1);
  const down = new Int32Array(words);
  const top = 1 << ((first.length - 1) % WORD);
  let distance = first.length;
  for (const letter of second) {
    const matches = places.get(letter) ?? none;
    // The step to the right at the lower edge of a word: the empty start costs one a letter.
    let step = 1;
    for (let word = 0; word < words; word += 1) {
      const high = word === words - 1 ? top : 1 << (WORD - 1);
      step = advance(word, matches[word] ?? 0, step, high, up, down);
    }
    distance += step;
  }
  return distance;
}

function placesOf(letters: string[], words: number): Map<string, Int32Array> {
  const places = new Map<string, Int32Array>();
  letters.forEach((letter, index) => {
    const found = places.get(letter) ?? new Int32Array(words);
    const word = Math.floor(index / WORD);
    found[word] = (found[word] ?? 0) | (1 << (index % WORD));
    places.set(letter, found);
  });
  return places;
}

/** One word of one column; the step to the right at its upper edge, `high` its bit. */
function advance(
  word: number,
  match: number,
  step: number,
  high: number,
  up: Int32Array,
  down: Int32Array
): number {
  const rising = up[word] ?? 0;
  const falling = down[word] ?? 0;
  const less = step < 0 ? 1 : 0;
  const vertical = match | falling;
  const equal = match | less;
  const horizontal = (((equal & rising) + rising) ^ rising) | equal;
  const right = falling | ~(horizontal | rising);
  const left = rising & horizontal;
  const carried = (right & high) !== 0 ? 1 : (left & high) !== 0 ? -1 : 0;
  const shifted = (right << 1) | (step > 0 ? 1 : 0);
  up[word] = (left << 1) | less | ~(vertical | shifted);
  down[word] = shifted & vertical;
  return carried;
}
