import { builds, hydrated, instantiate, toYaml } from "orochi";

class Adam {
  readonly settings: string;
  constructor({
    lr = 0.001,
    betas = [0.9, 0.999],
    eps = 1e-8,
  }: { lr?: number; betas?: number[]; eps?: number } = {}) {
    this.settings = `lr ${lr}, betas ${betas.join(" and ")}, eps ${eps}`;
  }
}

// The class is the only place that knows its defaults.
const Full = builds(Adam, { lr: 0.1 }, { populateFullSignature: true });
console.log(toYaml(Full));

// Variants start from a config instead of a copy.
console.log(toYaml(Full.with({ eps: 0.1 })));
const Inherited = builds(Adam, { betas: [0.5, 0.5] }, { bases: [Full] });
console.log((await instantiate(Inherited)).settings);

// A class of fields, for those who like to see a config declared.
@hydrated(Adam)
class Fast {
  lr = 3;
}
console.log(toYaml(Fast));
console.log(toYaml(Object.assign(new Fast(), { lr: 4 })));
