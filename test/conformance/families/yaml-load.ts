import { configFromFile, configFromText } from "../../../src/config/yaml/load-config.ts";
import { encodeNode } from "../encoding.ts";
import type { Family } from "../family.ts";

export const family: Family = {
  name: "yaml_load",
  run(input) {
    const text = String(input["yaml"]);
    const root = input["via"] === "load" ? configFromFile(text) : configFromText(text);
    return { value: encodeNode(root) };
  },
};
