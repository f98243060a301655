import { describe, test } from "vitest";
import { BasicSweeper, LogJobReturn, SaveJobInfo } from "orochi/plugin";
import { callbackContract, sweeperContract } from "orochi/testing";

describe("BasicSweeper", () => {
  for (const { name, run } of sweeperContract(() => new BasicSweeper())) test(name, run);
  for (const { name, run } of sweeperContract(() => new BasicSweeper({ max_batch_size: 2 })))
    test(`in batches: ${name}`, run);
});
describe("LogJobReturn", () => {
  for (const { name, run } of callbackContract(() => new LogJobReturn())) test(name, run);
});
describe("SaveJobInfo", () => {
  for (const { name, run } of callbackContract(() => new SaveJobInfo())) test(name, run);
});
