/** A flag of the command line. */
export interface Flag {
  /** All spellings, shortest first. */
  readonly names: readonly string[];
  readonly argument: "none" | "required" | "optional";
  /** The only values that the argument may have. */
  readonly choices?: readonly string[];
  /** Value of an optional argument that was not given. */
  readonly preset?: string;
  /** Name of the argument in help texts. */
  readonly placeholder?: string;
  /** Long spellings may be shortened as long as they stay unique. Only for flags that Hydra has as well. */
  readonly abbreviable: boolean;
  readonly help: string;
}

export type FlagName =
  | "help"
  | "hydraHelp"
  | "version"
  | "cfg"
  | "resolve"
  | "package"
  | "run"
  | "multirun"
  | "shellCompletion"
  | "configPath"
  | "configName"
  | "configDir"
  | "experimentalRerun"
  | "info"
  | "rerun"
  | "resume"
  | "attach"
  | "retryFailed"
  | "force"
  | "plan"
  | "explain"
  | "format"
  | "errorFormat";

/** Every flag, in the order of the help text (H-CLI-010 to H-CLI-023). */
export const flags: Readonly<Record<FlagName, Flag>> = {
  help: flag(["-h", "--help"], "Show the help of this app"),
  hydraHelp: flag(["--hydra-help"], "Show the help of the engine: its flags and its config groups"),
  version: flag(["-v", "--version"], "Show the version"),
  cfg: {
    ...flag(["-c", "--cfg"], "Show the config instead of running: job, hydra or all"),
    argument: "required",
    choices: ["job", "hydra", "all"],
    placeholder: "WHAT",
  },
  resolve: flag(["--resolve"], "With --cfg or --help: resolve interpolations first"),
  package: {
    ...flag(["-p", "--package"], "With --cfg: show this part only"),
    argument: "required",
    placeholder: "PACKAGE",
  },
  run: flag(["-r", "--run"], "Run one job, whatever hydra.mode says"),
  multirun: flag(["-m", "--multirun"], "Run one job for every combination of swept values"),
  shellCompletion: flag(
    ["-sc", "--shell-completion"],
    "Complete on Tab: setup=SHELL, remove=SHELL; in one shell only: install=SHELL, uninstall=SHELL",
  ),
  configPath: {
    ...flag(
      ["-cp", "--config-path"],
      "Use this config directory instead of the app's; relative to the app's file",
    ),
    argument: "required",
    placeholder: "DIR",
  },
  configName: {
    ...flag(["-cn", "--config-name"], "Use this primary config instead of the app's"),
    argument: "required",
    placeholder: "NAME",
  },
  configDir: {
    ...flag(["-cd", "--config-dir"], "Search this directory for configs, too; relative to where you are"),
    argument: "required",
    placeholder: "DIR",
  },
  experimentalRerun: {
    ...flag(
      ["--experimental-rerun"],
      "Run the task with the config.json that the callback orochi:SaveJobInfo saved",
    ),
    argument: "required",
    placeholder: "FILE",
  },
  info: {
    ...flag(
      ["-i", "--info"],
      "Show how the config comes about: all, config, defaults, defaults-tree, plugins, searchpath",
    ),
    argument: "optional",
    choices: ["all", "config", "defaults", "defaults-tree", "plugins", "searchpath"],
    preset: "all",
    placeholder: "WHAT",
  },
  rerun: {
    ...flag(["--rerun"], "Begin with the config name and the overrides of the job in this output directory"),
    argument: "required",
    placeholder: "DIR",
    abbreviable: false,
  },
  resume: {
    ...flag(["--resume"], "Go on with the sweep in this directory, or with the last one: --resume last"),
    argument: "required",
    placeholder: "DIR",
    abbreviable: false,
  },
  attach: {
    ...flag(
      ["--attach"],
      "Wait for the jobs that the sweep in this directory submitted, or the last one: --attach last",
    ),
    argument: "required",
    placeholder: "DIR",
    abbreviable: false,
  },
  retryFailed: {
    ...flag(["--retry-failed"], "With --resume: run jobs again that failed"),
    abbreviable: false,
  },
  force: {
    ...flag(
      ["--force"],
      "With --resume or --attach: go on although configs or overrides are not what they were",
    ),
    abbreviable: false,
  },
  plan: { ...flag(["--plan"], "With --multirun: show the jobs instead of running them"), abbreviable: false },
  explain: {
    ...flag(["--explain"], "Show where a value comes from, what it replaced and what it is made of"),
    argument: "required",
    placeholder: "KEY",
    abbreviable: false,
  },
  format: {
    ...flag(["--format"], "With --cfg, --info, --plan or --explain: text or json"),
    argument: "required",
    choices: ["text", "json"],
    placeholder: "FORMAT",
    abbreviable: false,
  },
  errorFormat: {
    ...flag(["--error-format"], "How errors are printed: text, or json with one line for each"),
    argument: "required",
    choices: ["text", "json"],
    placeholder: "FORMAT",
    abbreviable: false,
  },
};

function flag(names: readonly string[], help: string): Flag {
  return { names, argument: "none", abbreviable: true, help };
}
