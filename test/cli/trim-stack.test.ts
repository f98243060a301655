import { expect, test } from "vitest";
import { trimStack, userFrames } from "../../src/cli/trim-stack.ts";

function errorWith(...frames: string[]): Error {
  const error = new RangeError("too far");
  error.stack = ["RangeError: too far", ...frames.map((frame) => `    at ${frame}`)].join("\n");
  return error;
}

// H-ERR-020, H-ERR-024
test.for([
  { id: "a task of its own", frames: ["task (/app/my_app.ts:3:9)"], want: ["task (/app/my_app.ts:3:9)"] },
  {
    id: "a task that stands in the call of main() is named after an option by the engine",
    frames: ["help (/app/my_app.ts:1:1)", "async main.configPath (/app/my_app.ts:3:9)"],
    want: ["help (/app/my_app.ts:1:1)", "async task (/app/my_app.ts:3:9)"],
  },
  {
    id: "a function without a name is the user's, too",
    frames: ["<anonymous> (/app/my_app.ts:3:9)"],
    want: ["<anonymous> (/app/my_app.ts:3:9)"],
  },
  {
    id: "what Node does in between is left out",
    frames: [
      "f (/app/a.ts:1:1)",
      "new Promise (<anonymous>)",
      "node:internal/timers:1:1",
      "g (/app/a.ts:2:1)",
    ],
    want: ["f (/app/a.ts:1:1)", "g (/app/a.ts:2:1)"],
  },
])("$id", ({ frames, want }) => {
  const error = errorWith(
    ...frames,
    "invokeTask (/lib/orochi/call-task.js:1:1)",
    "later (/app/my_app.ts:9:9)",
  );
  expect(userFrames(error)).toEqual(want.map((frame) => `    at ${frame}`));
  expect(trimStack(error)).toBe(errorWith(...want).stack);
});
