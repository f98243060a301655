import { isOrochiError, type OrochiError } from "../errors/base.ts";
import { ConfigCompositionException } from "../errors/hydra-errors.ts";

/** Mistakes of one command line, collected so that all of them are reported at once (design D11). */
export class Problems {
  readonly #errors: OrochiError[] = [];

  get isEmpty(): boolean {
    return this.#errors.length === 0;
  }

  add(error: OrochiError): void {
    this.#errors.push(error);
  }

  addAll(others: Problems): void {
    this.#errors.push(...others.#errors);
  }

  /** Runs `step`; an error of it is kept, and the next step may follow. */
  attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!isOrochiError(error)) throw error;
      this.add(error);
    }
  }

  throwIfAny(): void {
    const [first] = this.#errors;
    if (first === undefined) return;
    if (this.#errors.length === 1) throw first;
    throw new ConfigCompositionException(first.code, `${this.#errors.length} problems were found`, {
      together: this.#errors,
    });
  }
}
