/** How bad an error is, and how fast it gets worse. */
export interface Loss {
  value(error: number): number;
  slope(error: number): number;
}

export class Squared implements Loss {
  value(error: number): number {
    return error * error;
  }
  slope(error: number): number {
    return 2 * error;
  }
}

export class Absolute implements Loss {
  value(error: number): number {
    return Math.abs(error);
  }
  slope(error: number): number {
    return Math.sign(error);
  }
}

/** Squared near zero, straight beyond `delta`. */
export class Huber implements Loss {
  readonly #delta: number;
  constructor({ delta }: { delta: number }) {
    this.#delta = delta;
  }
  value(error: number): number {
    const size = Math.abs(error);
    return size <= this.#delta ? error * error : this.#delta * (2 * size - this.#delta);
  }
  slope(error: number): number {
    return 2 * Math.max(-this.#delta, Math.min(this.#delta, error));
  }
}
