/** Requests that stand without acknowledgement. */
export class Owed {
  /** `changed` is called when requests begin or cease to wait. */
  constructor(
    private readonly _patienceMs: number,
    private readonly _changed: () => void
  ) {}

  /** One of the requests has stood for longer than the patience. */
  get waiting(): boolean {
    return this._waiting;
  }

  add(id: number): void {
    const timer = setTimeout(() => {
      this._waiting = true;
      this._changed();
    }, this._patienceMs);
    this._timers.set(id, timer);
  }

  settle(id: number): void {
    clearTimeout(this._timers.get(id));
    this._timers.delete(id);
    if (this._waiting && this._timers.size === 0) {
      this._waiting = false;
      this._changed();
    }
  }

  clear(): void {
    this._timers.forEach(clearTimeout);
    this._timers.clear();
    this._waiting = false;
  }

  private _waiting = false;
  private readonly _timers = new Map<number, ReturnType<typeof setTimeout>>();
}
