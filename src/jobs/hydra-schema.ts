import { EnumMember } from "../config/scalar.ts";
import {
  anyType,
  type ConfigType,
  type EnumType,
  type Field,
  type ListType,
  type MapType,
  type StructType,
} from "../config/types.ts";

const str: ConfigType = { kind: "str" };
const nullableStr: ConfigType = { kind: "optional", of: str };
const strList: ListType = { kind: "list", item: str };
const mapOfAny: MapType = { kind: "map", key: str, value: anyType };
const mapOfStr: MapType = { kind: "map", key: str, value: str };

/** `hydra.mode`: upper-case names; the numbers 1 and 2 are accepted as well (H-HYD-011). */
export const runModeType: EnumType = enumType("RunMode", ["RUN", "MULTIRUN"]);

const runDir = struct("RunDir", [field("dir", str)]);
const sweepDir = struct("SweepDir", [
  field("dir", str),
  field("subdir", str),
  absent("skip_finished", { kind: "bool" }),
]);
const help = struct("HelpConf", [
  field("app_name", str),
  field("header", str),
  field("footer", str),
  field("template", str),
]);
const hydraHelp = struct("HydraHelpConf", [field("template", str), field("hydra_help", str)]);
const overrides = struct("OverridesConf", [field("hydra", strList, []), field("task", strList, [])]);
const overrideDirname = struct("OverrideDirname", [
  field("kv_sep", str, "="),
  field("item_sep", str, ","),
  field("exclude_keys", strList, []),
]);
const jobSettings = struct("JobSettings", [field("override_dirname", overrideDirname, overrideDirname)]);
const job = struct("JobConf", [
  field("name", str),
  field("chdir", { kind: "bool" }, false),
  field("override_dirname", str, ""),
  field("id", str),
  field("num", { kind: "int" }),
  field("config_name", nullableStr),
  field("env_set", mapOfStr, new Map()),
  field("env_copy", strList, []),
  field("config", jobSettings, jobSettings),
  absent("grace", { kind: "float" }),
  absent("secrets", strList),
  absent("on_existing", enumType("OnExisting", ["unique", "error", "reuse"])),
]);
const configSource = struct("ConfigSourceInfo", [
  field("path", str),
  field("schema", str),
  field("provider", str),
]);
const runtime = struct("RuntimeConf", [
  field("version", str),
  field("version_base", nullableStr, null),
  field("cwd", str),
  field("config_sources", { kind: "list", item: configSource }, []),
  field("output_dir", str),
  field("choices", mapOfAny, new Map()),
]);

/** The hydra node: its keys, their types and defaults, in the order in which they are dumped (H-HYD, H-HYD-002). */
export const hydraSchema: StructType = struct("HydraConf", [
  field("mode", { kind: "optional", of: runModeType }, null),
  field("searchpath", strList, []),
  field("run", runDir, runDir),
  field("sweep", sweepDir, sweepDir),
  field("hydra_logging", mapOfAny),
  field("job_logging", mapOfAny),
  field("sweeper", anyType),
  field("launcher", anyType),
  field("callbacks", mapOfAny, new Map()),
  field("help", help, help),
  field("hydra_help", hydraHelp, hydraHelp),
  field("output_subdir", nullableStr, ".hydra"),
  absent("output", enumType("Output", ["files", "none"])),
  field("overrides", overrides, overrides),
  field("job", job, job),
  field("runtime", runtime, runtime),
  field("verbose", anyType, false),
  field("env", mapOfAny, new Map()),
]);

/** A field without `initial` is mandatory until something sets it. */
function field(name: string, type: ConfigType, ...initial: [] | [unknown]): Field {
  return initial.length === 0 ? { name, type } : { name, type, default: initial[0] };
}

/** A field of our own: Hydra's listings do not know it, so it shows only where somebody sets it. */
function absent(name: string, type: ConfigType): Field {
  return { name, type, absent: true };
}

function struct(name: string, fields: readonly Field[]): StructType {
  return { kind: "struct", name, fields: new Map(fields.map((entry) => [entry.name, entry])) };
}

/** Members are numbered from 1. */
function enumType(name: string, names: readonly string[]): EnumType {
  const members = new Map<string, EnumMember>();
  const type: EnumType = { kind: "enum", name, members };
  names.forEach((member, index) => members.set(member, new EnumMember(type, member, index + 1)));
  return type;
}
