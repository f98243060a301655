import { defineConfig } from "vitest/config";
import usual from "./vitest.config.ts";

const report = process.env["OROCHI_INTEGRATION_REPORT"];

/** Against real servers, one file after another: they start servers and many processes. */
export default defineConfig({
  ...usual,
  test: {
    ...usual.test,
    include: ["test/integration/**/*.test.ts"],
    exclude: [],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
});
