import { createRoot } from "../../../src/config/create.ts";
import { dumpYaml } from "../../../src/config/yaml/dump.ts";
import { decodeValue } from "../encoding.ts";
import type { Family } from "../family.ts";

export const family: Family = {
  name: "yaml_dump",
  run(input) {
    const options = (input["options"] ?? {}) as { resolve?: boolean; sort_keys?: boolean };
    const root = createRoot(decodeValue(input["value"]));
    return { yaml: dumpYaml(root, { resolve: options.resolve, sortKeys: options.sort_keys }) };
  },
};
