export interface Till {
  readonly name: string;
  /** Minutes that a customer with so many items takes. */
  minutes(items: number): number;
}

export class Cashier implements Till {
  readonly name: string;
  readonly #secondsPerItem: number;
  constructor({ name = "Ada", secondsPerItem = 3 }: { name?: string; secondsPerItem?: number } = {}) {
    this.name = name;
    this.#secondsPerItem = secondsPerItem;
  }
  minutes(items: number): number {
    return 1 + (items * this.#secondsPerItem) / 60;
  }
}

export class SelfCheckout implements Till {
  readonly name = "self checkout";
  readonly #secondsPerItem: number;
  readonly #help: number;
  constructor({ secondsPerItem = 6, help = 0.5 }: { secondsPerItem?: number; help?: number } = {}) {
    this.#secondsPerItem = secondsPerItem;
    this.#help = help;
  }
  minutes(items: number): number {
    return this.#help + (items * this.#secondsPerItem) / 60;
  }
}
