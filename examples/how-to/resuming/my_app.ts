import { appendFileSync, existsSync } from "node:fs";
import { main } from "orochi";

interface Config {
  readonly lr: number;
  readonly data: string;
}

main(
  ({ lr, data }: Config) => {
    appendFileSync("calls.txt", `${lr}\n`);
    if (!existsSync(data)) throw new Error(`there is no ${data}`);
    return Number((1 / lr).toFixed(2));
  },
  { configPath: "conf", configName: "config" },
);
