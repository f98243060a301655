import { builds } from "orochi";

class Adam {
  readonly lr: number;
  constructor({ lr = 0.001 }: { lr?: number } = {}) {
    this.lr = lr;
  }
}

try {
  // @ts-expect-error 'lrr' does not exist in the options of Adam
  builds(Adam, { lrr: 0.1 });
} catch (error) {
  console.log(String(error));
}
