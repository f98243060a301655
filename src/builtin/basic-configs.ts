import { anyType, type ConfigType, type Field, type StructType } from "../config/types.ts";
import { openStruct, targetField } from "./open-struct.ts";

const time = "${now:%Y-%m-%d}/${now:%H-%M-%S}";

/** `hydra/output: default`. */
export const defaultOutput = {
  run: { dir: `outputs/${time}` },
  sweep: { dir: `multirun/${time}`, subdir: "${hydra.job.num}" },
};

/** `hydra/launcher: basic`. */
export const basicLauncher: StructType = openStruct("BasicLauncherConf", [
  targetField("orochi:BasicLauncher"),
]);

const text: ConfigType = { kind: "str" };
const optionalText: ConfigType = { kind: "optional", of: text };
const optionalInt: ConfigType = { kind: "optional", of: { kind: "int" } };
const optionalTexts: ConfigType = { kind: "optional", of: { kind: "map", key: text, value: text } };

const maxBatchSize: Field = { name: "max_batch_size", type: optionalInt, default: null };
const params: Field = { name: "params", type: optionalTexts, default: null };
/** What our sweepers know beyond Hydra's: it shows where somebody sets it. */
const spaceFields: readonly Field[] = [
  { name: "where", type: anyType, absent: true },
  { name: "when", type: optionalTexts, absent: true },
  { name: "repeat", type: { kind: "int" }, absent: true },
  { name: "repeat_key", type: optionalText, absent: true },
  { name: "seed", type: optionalInt, absent: true },
];

/** `hydra/sweeper: basic`. */
export const basicSweeper: StructType = openStruct("BasicSweeperConf", [
  targetField("orochi:BasicSweeper"),
  maxBatchSize,
  params,
  ...spaceFields,
  { name: "blocks", type: anyType, absent: true },
]);

/** `hydra/sweeper: rows`. */
export const rowsSweeper: StructType = openStruct("RowsSweeperConf", [
  targetField("orochi:RowsSweeper"),
  { name: "file", type: optionalText, default: null },
  { name: "rows", type: anyType, default: null },
  maxBatchSize,
  params,
  ...spaceFields,
]);
