import { type } from "arktype";
import { zen } from "orochi";

const Config = type({
  host: "string = 'localhost'",
  port: "1 <= number.integer <= 65535 = 8080",
  mode: "'dev' | 'prod' = 'dev'",
});

function serve({ host, port, mode }: typeof Config.infer): void {
  console.log(`http://${host}:${port}, ${mode}`);
}

zen(serve).main({ config: Config });
