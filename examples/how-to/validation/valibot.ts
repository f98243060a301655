import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { zen } from "orochi";
import * as v from "valibot";

const Schema = v.object({
  host: v.optional(v.string(), "localhost"),
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)), 8080),
  mode: v.optional(v.picklist(["dev", "prod"]), "dev"),
});
const Config = toStandardJsonSchema(Schema); // tells the types of its fields, which Valibot itself does not

function serve({ host, port, mode }: v.InferOutput<typeof Schema>): void {
  console.log(`http://${host}:${port}, ${mode}`);
}

zen(serve).main({ config: Config });
