import { expect, test } from "vitest";
import { parseAll } from "../../src/cli/all-mistakes.ts";
import { composeOk } from "../compose/compose-ok.ts";

const files = { config: "defaults: [{db: a}, _self_]\nlr: 1\n", "db/a": "port: 1\n" };

function report(...texts: string[]): string {
  try {
    parseAll(texts, {}, (overrides) => composeOk(files, [], { overrides, mode: "auto" }));
  } catch (error) {
    return String(error);
  }
  return "";
}

test("arguments that cannot be read and those that do not fit are told together", () => {
  const text = report("lrr=3", "x=[1,", "y=chioce(1)", "db=zz");
  expect(text).toContain("4 problems were found");
  for (const part of [
    "did you mean 'lr'?",
    "did you mean 'choice'?",
    "'zz' is not an option of 'db'",
    "x=[1,",
  ])
    expect(text).toContain(part);
});

test.for([
  { id: "keys below an argument that cannot be read", texts: ["+new={a: 1", "new.b=2"] },
  { id: "sweeps: the mode is not known yet", texts: ["x=[1,", "lr=1,2"] },
])("no mistake is made up: $id", ({ texts }) => {
  expect(report(...texts)).not.toContain("problems");
});
