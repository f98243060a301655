import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (name: string): string => fileURLToPath(new URL(`src/${name}.ts`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^orochi$/, replacement: source("index") },
      {
        find: /^orochi\/(config|plugin|testing)$/,
        replacement: `${fileURLToPath(new URL("src/", import.meta.url))}$1.ts`,
      },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    pool: "threads",
    testTimeout: 60_000,
  },
});
