// For tests: of apps, and of launchers, sweepers, callbacks and config sources.

// apps
export { runInMemory } from "./testing/run-in-memory.ts";
export { memoryTerminal } from "./testing/memory-terminal.ts";
export type { InMemoryApp, InMemoryOptions, InMemoryRun } from "./testing/run-in-memory.ts";
export type { MemoryTerminal, MemoryTerminalOptions, TerminalOutput } from "./testing/memory-terminal.ts";

// plugins
export { callbackContract } from "./testing/callback-contract.ts";
export { configSourceContract } from "./testing/config-source-contract.ts";
export { contractMain } from "./testing/contract-tasks.ts";
export { launcherContract } from "./testing/launcher-contract.ts";
export { sweeperContract } from "./testing/sweeper-contract.ts";
export type { ContractConfig, MakeConfigSource } from "./testing/config-source-contract.ts";
export type { ContractCheck } from "./testing/contract.ts";
export type { LauncherContractOptions } from "./testing/launcher-contract.ts";
export type { SweeperContractOptions } from "./testing/sweeper-contract.ts";
