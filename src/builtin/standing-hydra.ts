import { createNode, createStructNode } from "../config/create.ts";
import { mergeLasting } from "../config/merge.ts";
import { type ConfigNode, ListNode, MapNode, ScalarNode } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";
import { MISSING } from "../config/scalar.ts";
import { anyMap, anyType, type ConfigType, type Field, type StructType } from "../config/types.ts";
import { invariant } from "../errors/base.ts";
import { hydraSchema } from "../jobs/hydra-schema.ts";
import type { StandingConfig } from "../sources/standing-config.ts";
import { basicLauncher, basicSweeper, defaultOutput } from "./basic-configs.ts";
import { defaultHelp, defaultHydraHelp } from "./help-templates.ts";
import { defaultHydraLogging, defaultJobLogging } from "./logging-configs.ts";

/** Groups of the hydra node and their options, in order; the schema's own fields come last (H-DEF-046). */
export const hydraDefaults: readonly (readonly [group: string, option: string | null])[] = [
  ["output", "default"],
  ["launcher", "basic"],
  ["sweeper", "basic"],
  ["help", "default"],
  ["hydra_help", "default"],
  ["hydra_logging", "default"],
  ["job_logging", "default"],
  ["callbacks", null],
  ["env", "default"],
];

/** What an option of {@link hydraDefaults} puts at one key of the hydra node. */
interface Part {
  /** Which config it comes from. */
  readonly config: string;
  readonly value: object;
  /** Where the value says itself what it is, and the schema takes anything; else it is what the schema says. */
  readonly type?: MapNode["type"];
}

/** The parts as YAML: written out when the package is built, for writing them takes a tenth of a run's start. */
declare const writtenParts: Readonly<Record<string, string>> | undefined;

const parts: Readonly<Record<string, Part>> = {
  run: { config: "hydra/output/default", value: defaultOutput.run },
  sweep: { config: "hydra/output/default", value: defaultOutput.sweep },
  launcher: { config: "hydra/launcher/basic", value: basicLauncher, type: basicLauncher },
  sweeper: { config: "hydra/sweeper/basic", value: basicSweeper, type: basicSweeper },
  help: { config: "hydra/help/default", value: defaultHelp },
  hydra_help: { config: "hydra/hydra_help/default", value: defaultHydraHelp },
  hydra_logging: { config: "hydra/hydra_logging/default", value: defaultHydraLogging },
  job_logging: { config: "hydra/job_logging/default", value: defaultJobLogging },
  env: { config: "hydra/env/default", value: {}, type: anyMap },
};

/**
 * The hydra node of nearly all programs, without composing it: start-up time is a feature, and it is a third of a start (design D13).
 * A test holds it to what composing makes of the same configs.
 */
export const standingHydra: StandingConfig = {
  // Composing meets the last item of a list first.
  choices: new Map(hydraDefaults.map(([group, option]) => [`hydra/${group}`, option] as const).toReversed()),
  make: () => {
    const root = new MapNode();
    const hydra = new MapNode(hydraSchema);
    hydra.origin = originOf("hydra/output/default");
    root.appendChild("hydra", hydra);
    const schema = originOf("hydra/config");
    for (const field of hydraSchema.fields.values()) {
      const part = parts[field.name];
      if (part !== undefined) hydra.appendChild(field.name, latePart(field, part));
      else if (field.absent !== true) hydra.appendChild(field.name, ownField(field, schema));
    }
    return root;
  },
};

/** A field that the schema alone fills. Its defaults fit, and most are scalars: nothing of what `createNode` looks into is in them. */
function ownField({ type: slot, ...field }: Field, origin: Origin): ConfigNode {
  const node = defaultOf(slot, "default" in field ? field.default : MISSING, origin);
  node.origin = origin;
  return node;
}

function defaultOf(slot: ConfigType, value: unknown, origin: Origin): ConfigNode {
  if (value === MISSING) return new ScalarNode("missing", MISSING, slot);
  if (value === null) return new ScalarNode("null", null, slot);
  if (typeof value === "string") return new ScalarNode("str", value, slot);
  if (typeof value === "boolean") return new ScalarNode("bool", value, slot);
  if (slot.kind === "list") return new ListNode(slot, slot);
  if (slot.kind === "map") return new MapNode(slot, slot);
  invariant(slot.kind === "struct", `a default of type ${slot.kind}`);
  const node = new MapNode(slot, slot);
  for (const field of slot.fields.values())
    if (field.absent !== true) node.appendChild(field.name, ownField(field, origin));
  return node;
}

/** What a part will be: the option's value with the schema's field merged onto it, as the schema comes last. */
function latePart(field: Field, part: Part): MapNode {
  const declared = field.type.kind === "struct" || field.type.kind === "map" ? field.type : anyMap;
  const node = new MapNode(part.type ?? declared, part.type === undefined ? declared : anyType);
  node.origin = originOf(part.config);
  node.makeChildrenLate({
    make: () => {
      const root = new MapNode();
      root.appendChild(field.name, createNode(part.value, { origin: node.origin }));
      mergeLasting(root, createStructNode(withFields([field]), { origin: originOf("hydra/config") }));
      const made = root.child(field.name);
      invariant(made instanceof MapNode, "a part of the hydra node is a mapping");
      return made;
    },
    yaml: typeof writtenParts === "undefined" ? undefined : writtenParts[field.name],
    // A schema that has no fields adds nothing to the option.
    data: declared.kind === "map" && part.type === undefined ? part.value : undefined,
  });
  return node;
}

function withFields(fields: readonly Field[]): StructType {
  return { ...hydraSchema, fields: new Map(fields.map((field) => [field.name, field])) };
}

function originOf(config: string): Origin {
  return { kind: "store", config };
}
