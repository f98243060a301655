#!/usr/bin/env node
import { processTerminal, tolerateLostOutput } from "./cli/terminal.ts";
import { runTool } from "./cli/tool.ts";

tolerateLostOutput();
process.exitCode = await runTool(processTerminal);
