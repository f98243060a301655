import { defineConfig } from "vitest/config";

/** The published package: packed, installed into consumers and used from there. */
export default defineConfig({
  test: { include: ["test/package/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 300_000 },
});
