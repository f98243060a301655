import { makeConfig, makeCustomBuilds, zen, ZenStore } from "orochi";

// Somebody else's class: nothing in it knows of retries.
class Mailer {
  readonly host: string;
  #attempts = 0;
  constructor({ host = "localhost" }: { host?: string } = {}) {
    this.host = host;
  }
  send(to: string): string {
    if (++this.#attempts < 3) throw new Error(`${this.host} is busy`);
    return `sent to ${to} by ${this.host}`;
  }
}

// A wrapper gets the target, here a class, and answers what to call instead of it.
function retrying(Target: typeof Mailer) {
  return (options: { host?: string }): Mailer => {
    const mailer = new Target(options);
    const send = mailer.send.bind(mailer);
    mailer.send = (to) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return send(to);
        } catch (error) {
          if (attempt === 5) throw error;
          console.log(`attempt ${attempt}: ${String(error)}`);
        }
      }
    };
    return mailer;
  };
}

const rbuilds = makeCustomBuilds({ populateFullSignature: true, wrappers: retrying });
const store = new ZenStore();
store(makeConfig({ mailer: rbuilds(Mailer), to: "ada@example.org" }), { name: "news" });

function news({ mailer, to }: { mailer: Mailer; to: string }): void {
  console.log(mailer.send(to));
}

zen(news).main({ store, configName: "news" });
