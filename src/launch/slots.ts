/** So many jobs at a time. Who waits to go on with a job comes before jobs that have not begun. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  /** Called when a slot is free that nobody waits for. */
  onFree: (() => void) | undefined;

  constructor(count: number) {
    this.#free = count;
  }

  /** Whether a slot was free; it is taken then. */
  tryTake(): boolean {
    if (this.#free === 0) return false;
    this.#free--;
    return true;
  }
  give(): void {
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    this.#free++;
    this.onFree?.();
  }
  /** Lets others have the slot until the promise is settled. */
  async without<Result>(wait: Promise<Result>): Promise<Result> {
    this.give();
    const result = await wait;
    if (!this.tryTake()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return result;
  }
}
