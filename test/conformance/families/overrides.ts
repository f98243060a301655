import { formatFloat } from "../../../src/config/python-text.ts";
import { Float } from "../../../src/config/scalar.ts";
import { overrideDirname } from "../../../src/overrides/override-dirname.ts";
import { parseOverride, parseOverrides } from "../../../src/overrides/parse.ts";
import { printKey, printValue } from "../../../src/overrides/print.ts";
import { isSweep, sweepElements, type SweptOverride } from "../../../src/overrides/sweep-values.ts";
import {
  ChoiceSweep,
  GlobSweep,
  IntervalSweep,
  isListValue,
  isSweepValue,
  ListOperation,
  MapValue,
  type Override,
  type OverrideValue,
  QuotedString,
  RangeSweep,
} from "../../../src/overrides/types.ts";
import { SweepAxes } from "../../../src/sweep/axes.ts";
import { batchesOf } from "../../../src/sweep/batches.ts";
import { matchesExpectation } from "../compare.ts";
import { encodeEntries, encodeRaw } from "../encoding.ts";
import type { ConformanceCase, Family } from "../family.ts";

export const family: Family = { name: "overrides", run, matches };

function run(input: ConformanceCase): unknown {
  if (Array.isArray(input["job"])) return runJobs(input["job"], input["max_batch_size"]);
  if (Array.isArray(input["dirname"])) return runDirname(input["dirname"], input);
  const options = input["options"];
  return describe(parseOverride(String(input["input"])), isTexts(options) ? options : undefined);
}

/** Classes of Python in `sweep_error` and `value_str_error` only say that there is an error. */
function matches(expected: ConformanceCase["expect"], actual: unknown): boolean {
  const facts: Record<string, unknown> = { ...expected };
  for (const name of ["sweep_error", "value_str_error"]) if (name in facts) facts[name] = true;
  return matchesExpectation(facts, actual);
}

function describe(override: Override, options: readonly string[] | undefined): Record<string, unknown> {
  return {
    type: override.type === "delete" ? "DEL" : override.type.replace("-", "_").toUpperCase(),
    key_or_group: override.key,
    package: override.package ?? null,
    key_element: printKey(override),
    value_type: valueType(override.value),
    ...(override.value === undefined ? { value: null } : describeValue(override.value)),
    is_sweep: isSweep(override),
    ...(isSweep(override) ? describeSweep(override, options) : describeText(override.value)),
  };
}

function describeValue(value: OverrideValue): Record<string, unknown> {
  const encoded = encodeValue(value);
  if (!Array.isArray(encoded)) return { value: encoded };
  return {
    value: encoded,
    value_multiset: encoded.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  };
}

function describeText(value: OverrideValue | undefined): Record<string, unknown> {
  if (value === undefined) return {};
  try {
    return { value_str: printValue(value), value_str_spaced: printValue(value, { spaced: true }) };
  } catch {
    return { value_str_error: true };
  }
}

function describeSweep(
  override: SweptOverride,
  options: readonly string[] | undefined,
): Record<string, unknown> {
  if (override.value instanceof IntervalSweep) return {};
  try {
    const texts = [...sweepElements(override, { options: options && (() => options) })].map((value) =>
      printValue(value),
    );
    return { sweep: texts, sweep_multiset: texts.toSorted() };
  } catch {
    return { sweep_error: true };
  }
}

function runJobs(texts: readonly string[], maxBatchSize: unknown): unknown {
  const axes = new SweepAxes(parseOverrides(texts));
  const size = typeof maxBatchSize === "number" ? maxBatchSize : undefined;
  const batches = [...batchesOf(axes.jobs(), axes.size, size)];
  return { batches: batches.map(({ jobs }) => [...jobs].map((job) => job.map(({ text }) => text))) };
}

function runDirname(texts: readonly string[], input: ConformanceCase): unknown {
  const { exclude_keys: excluded, item_sep: itemSeparator, kv_sep: valueSeparator } = input;
  return {
    dirname: overrideDirname(parseOverrides(texts), {
      ...(isTexts(excluded) ? { excludeKeys: excluded } : {}),
      ...(typeof itemSeparator === "string" ? { itemSeparator } : {}),
      ...(typeof valueSeparator === "string" ? { valueSeparator } : {}),
    }),
  };
}

function valueType(value: OverrideValue | undefined): string | null {
  if (value === undefined) return null;
  if (value instanceof ChoiceSweep) return value.simple ? "SIMPLE_CHOICE_SWEEP" : "CHOICE_SWEEP";
  if (value instanceof RangeSweep) return "RANGE_SWEEP";
  if (value instanceof IntervalSweep) return "INTERVAL_SWEEP";
  return value instanceof GlobSweep ? "GLOB_CHOICE_SWEEP" : "ELEMENT";
}

function encodeValue(value: OverrideValue): unknown {
  if (value instanceof QuotedString)
    return { $quoted: value.text, quote: value.quote === "'" ? "single" : "double" };
  if (value instanceof Float) return { $float: formatFloat(value.value) };
  if (isListValue(value)) return value.map(encodeValue);
  if (value instanceof MapValue)
    return encodeEntries(value.entries.map(([key, item]) => [key, encodeValue(item)]));
  if (value instanceof ListOperation) return { [`$${value.name}`]: value.items.map(encodeValue) };
  return isSweepValue(value) ? encodeSweep(value) : encodeRaw(value);
}

function encodeSweep(value: ChoiceSweep | RangeSweep | IntervalSweep | GlobSweep): unknown {
  if (value instanceof ChoiceSweep) {
    const { values, simple, shuffle, tags } = value;
    return { $choice: values.map(encodeValue), simple, shuffle, tags };
  }
  if (value instanceof RangeSweep) {
    const { start, stop, step, shuffle, tags } = value;
    return {
      $range: { start: encodeValue(start), stop: encodeValue(stop), step: encodeValue(step), shuffle, tags },
    };
  }
  if (value instanceof GlobSweep) return { $glob: { include: value.include, exclude: value.exclude } };
  return { $interval: { start: encodeValue(value.start), end: encodeValue(value.end), tags: value.tags } };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
