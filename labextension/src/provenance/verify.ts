/**
 * Checking a log in the browser, without the server: the verdict of provenance/verify.py.
 *
 * Needs no secure context. Signatures are not checked, as the reader's keys are not here, and of
 * torn bytes only those in the log and its notes are seen.
 */

import type { JSONValue } from '@lumino/coreutils';

import { Chain } from './chain';
import { check, MAX_LINE, Refused } from './lines';
import { reportOn } from './report';
import type { IRecord, IReport } from './report';
import { isTorn } from './torn';

/** For how long the page may be kept waiting, in milliseconds. */
const SLICE = 16;
const NEWLINE = 0x0a;
const ANCHOR = /^(?:sha256:)?([0-9a-f]{12,64})$/;

export interface IOptions {
  /** The parsed notebook beside the log. */
  readonly notebook?: JSONValue | null;
  /** A head that was kept elsewhere: 12 to 64 hexadecimal digits. */
  readonly anchor?: string;
  /** Sees every record that holds, in the order of the file. */
  readonly each?: (record: IRecord) => void;
  /** Hears how many of the log's bytes were read. */
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Check a log.
 *
 * Bad content never throws. The page goes on between lines; one line of the largest size (8 MiB)
 * takes about as long as all of a log of that size.
 *
 * @throws RangeError where the anchor is none; the signal's reason once that is aborted.
 */
export async function verify(
  bytes: Uint8Array,
  options: IOptions = {}
): Promise<IReport> {
  const { notebook = null, anchor, each, progress, signal } = options;
  const wanted = anchor === undefined ? null : headOf(anchor);
  const reader = new Reader(bytes, each);
  let since = performance.now();
  signal?.throwIfAborted();
  while (reader.next()) {
    if (performance.now() - since >= SLICE) {
      progress?.(reader.place, bytes.length);
      await turn();
      signal?.throwIfAborted();
      since = performance.now();
    }
  }
  progress?.(bytes.length, bytes.length);
  return reportOn(reader.finish(), notebook, wanted);
}

/** The digits of a head as people write it. */
function headOf(text: string): string {
  const digits = ANCHOR.exec(text.toLowerCase())?.[1];
  if (digits === undefined) {
    throw new RangeError(`'${text}' is no head: 12 to 64 hexadecimal digits`);
  }
  return digits;
}

/** Let the page go on. A message, as timers wait for a second where the page is not in view. */
export function turn(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** The state of one pass. `pending`: bad lines that are a torn tail if nothing follows. */
class Reader {
  place = 0;
  private number = 0;
  private pending: { line: number; offset: number; reason: string }[] = [];
  private readonly chain = new Chain();

  constructor(
    private readonly bytes: Uint8Array,
    private readonly each?: (record: IRecord) => void
  ) {}

  /** Take one line; false at the end. */
  next(): boolean {
    const start = this.place;
    if (start >= this.bytes.length) {
      return false;
    }
    const newline = this.bytes.indexOf(NEWLINE, start);
    const ended = newline >= 0;
    const end = ended ? newline : this.bytes.length;
    this.number += 1;
    this.place = ended ? end + 1 : end;
    if (end - start > MAX_LINE) {
      this.bad(start, `longer than ${MAX_LINE} bytes`, false);
      return true;
    }
    const found = ended
      ? check(this.bytes.subarray(start, end))
      : new Refused('the line has no end');
    if (found instanceof Refused) {
      this.chain.newer += found.newer ? 1 : 0;
      const raw = this.bytes.subarray(start, this.place);
      this.bad(start, found.reason, isTorn(raw, start));
      return true;
    }
    this.settle();
    if (this.chain.add(found, this.number)) {
      this.each?.({ line: this.number, ...found });
    }
    return true;
  }

  /** The chain, its tail told apart from damage. */
  finish(): Chain {
    const first = this.pending[0];
    if (first !== undefined) {
      const size = this.bytes.length - first.offset;
      this.chain.tail = { offset: first.offset, size };
    }
    return this.chain;
  }

  private bad(offset: number, reason: string, torn: boolean): void {
    this.pending.push({ line: this.number, offset, reason });
    if (!torn) {
      this.settle();
    }
  }

  private settle(): void {
    this.pending.forEach(({ line, reason }) => this.chain.fault(line, reason));
    this.pending = [];
  }
}
