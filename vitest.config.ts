import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = fileURLToPath(new URL("src/", import.meta.url));
const report = process.env["OROCHI_TEST_REPORT"];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^orochi$/, replacement: `${source}index.ts` },
      { find: /^orochi\/(config|plugin|testing)$/, replacement: `${source}$1.ts` },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/package/**", "test/integration/**"],
    pool: "forks",
    // Many tests wait for programs that they start: one at a time would leave half of a small machine idle.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 60_000,
    // Some build the package first.
    hookTimeout: 60_000,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
  },
});
