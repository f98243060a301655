import { expect, test } from "vitest";
import { builtinEntries } from "../../src/builtin/builtin-entries.ts";
import { callbackConfigs } from "../../src/builtin/callback-configs.ts";

test("every callback that ships can be chosen, and nothing else", () => {
  const options = [...builtinEntries().entries()].filter(({ group }) => group === "hydra/callbacks");
  expect(options.map(({ name }) => name)).toEqual([...callbackConfigs.keys()]);
});
