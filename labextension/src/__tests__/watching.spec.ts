import { Watching } from '../review/watching';

/** A file that is looked at, at the seconds that are noted. */
class Looked {
  constructor() {
    jest.useFakeTimers();
    this.watching = new Watching(
      () => {
        this.at.push(Math.round((Date.now() - this._start) / 1000));
        return this.answer();
      },
      () => this.shown
    );
  }

  async pass(seconds: number): Promise<void> {
    await jest.advanceTimersByTimeAsync(1000 * seconds);
  }

  answer = (): Promise<boolean> => Promise.resolve(false);
  shown = true;
  readonly at: number[] = [];
  readonly watching: Watching;
  private readonly _start = Date.now();
}

describe('the log is looked at', () => {
  let file: Looked;

  beforeEach(() => {
    file = new Looked();
  });

  afterEach(() => {
    file.watching.dispose();
    jest.useRealTimers();
  });

  it('less and less often while nothing changes, at most every minute', async () => {
    await file.pass(300);
    const [first = 0, ...others] = file.at;
    const waits = others.map((one, index) => one - (file.at[index] ?? 0));
    expect(first).toBeLessThanOrEqual(3);
    expect(waits.slice(0, 7)).toEqual([6, 12, 24, 48, 60, 60, 60]);
  });

  it('at once when something happened, and often again after it', async () => {
    await file.pass(200);
    file.at.length = 0;
    file.watching.now();
    await file.pass(0);
    expect(file.at).toEqual([200]);
    await file.pass(6);
    expect(file.at).toEqual([200, 206]);
  });

  it('a moment after a save', async () => {
    await file.pass(200);
    file.at.length = 0;
    file.watching.soon();
    await file.pass(2);
    expect(file.at).toHaveLength(1);
  });

  it('often while it grows', async () => {
    file.answer = () => Promise.resolve(true);
    await file.pass(31);
    expect(file.at.length).toBeGreaterThanOrEqual(10);
  });

  it('once more where something happened during a look', async () => {
    let release = (): void => undefined;
    file.answer = () =>
      new Promise(resolve => {
        release = () => {
          resolve(false);
        };
      });
    file.watching.now();
    await file.pass(0);
    expect(file.at).toHaveLength(1);
    file.watching.now();
    release();
    await file.pass(0);
    expect(file.at).toHaveLength(2);
    release();
  });

  it('not while it is hidden', async () => {
    file.shown = false;
    file.watching.now();
    await file.pass(300);
    expect(file.at).toEqual([]);
    file.shown = true;
    file.watching.now();
    await file.pass(0);
    expect(file.at).toHaveLength(1);
  });
});
