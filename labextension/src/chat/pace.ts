/** Passes values on at most once in an interval: the first at once, then the last of those that came meanwhile. */
export class Pace<T> {
  constructor(
    private readonly _interval: number,
    private readonly _pass: (value: T) => void
  ) {}

  take(value: T): void {
    if (this._timer !== undefined) {
      this._held = { value };
      return;
    }
    this._pass(value);
    this._timer = setTimeout(() => {
      this._timer = undefined;
      const held = this._held;
      this._held = null;
      if (held !== null) {
        this.take(held.value);
      }
    }, this._interval);
  }

  /** Pass on at once what is held back. */
  flush(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
    const held = this._held;
    this._held = null;
    if (held !== null) {
      this._pass(held.value);
    }
  }

  private _held: { readonly value: T } | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
}
