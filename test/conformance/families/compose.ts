import { type DefaultsView, defaultsOf } from "../../../src/cli/defaults-of.ts";
import { type Composition, composeConfig } from "../../../src/compose/compose.ts";
import { type ConfigNode, MapNode, rootOf } from "../../../src/config/node.ts";
import { splitKeyPath } from "../../../src/config/select.ts";
import { toPlain } from "../../../src/config/to-object.ts";
import { dumpYaml } from "../../../src/config/yaml/dump.ts";
import { isOrochiError } from "../../../src/errors/base.ts";
import { parseOverrides } from "../../../src/overrides/parse.ts";
import { withCaseEnvironment } from "../case-environment.ts";
import { type ComposeInputs, repositoryOf, runContextOf, withComposeFiles } from "../compose-fixture.ts";
import { matchesExpectation } from "../compare.ts";
import { encodeNode, encodeRaw } from "../encoding.ts";
import type { ConformanceCase, Family } from "../family.ts";

interface ComposeCase extends ConformanceCase, ComposeInputs {
  readonly overrides: readonly string[];
  readonly with_hydra?: boolean;
  readonly hydra_keys?: readonly string[];
}

export const family: Family = {
  name: "compose",
  /** `warnings` only inform. */
  matches(expect, actual) {
    const { warnings: _warnings, ...expected } = expect;
    return matchesExpectation(expected, actual);
  },
  run(input) {
    const given = input as ComposeCase;
    return withCaseEnvironment(input, () => withComposeFiles(given, (root) => runCase(given, root)));
  },
};

function runCase(input: ComposeCase, root: string): Record<string, unknown> {
  const repository = repositoryOf(input, root);
  const configName = input.config_name ?? undefined;
  const overrides = parseOverrides(input.overrides);
  const composition = composeConfig({
    repository,
    configName,
    overrides,
    mode: "run",
    context: runContextOf(),
    runtime: { cwd: root, jobName: "my_app", version: "1.3.5" },
  });
  const view = defaultsOf(repository, configName, overrides, runContextOf());
  const job = composition.config;
  const hydra = (input.hydra_keys ?? []).map((key) => [key, hydraValue(job, key, root)]);
  job.removeChild("hydra");
  const answer: Record<string, unknown> = {
    yaml: dumpYaml(job),
    value: withPlainKeys(encodeNode(job)),
    choices: choicesOf(composition, input.with_hydra === true),
    defaults: entriesOf(view, input.with_hydra === true),
    hydra: Object.fromEntries(hydra),
  };
  if ("resolved" in input.expect) answer["resolved"] = withPlainKeys(resolved(job));
  return answer;
}

/** Unlike in the other part of the corpus, maps with keys such as `0` are plain JSON here. */
function withPlainKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainKeys);
  if (typeof value !== "object" || value === null) return value;
  const pairs =
    "$dict" in value && Array.isArray(value.$dict) ? (value.$dict as [unknown, unknown][]) : undefined;
  if (pairs?.every(([key]) => typeof key === "string" && !key.startsWith("$")) === true) {
    return Object.fromEntries(pairs.map(([key, item]) => [String(key), withPlainKeys(item)]));
  }
  if (pairs !== undefined) return { $dict: pairs.map(([key, item]) => [key, withPlainKeys(item)]) };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPlainKeys(item)]));
}

/** The corpus was measured on an engine that does not record the choices of options lists (H-DEF-045). */
function choicesOf({ choices }: Composition, withHydra: boolean): Record<string, unknown> {
  const entries = [...choices].filter(
    ([key, choice]) => !Array.isArray(choice) && (withHydra || !key.startsWith("hydra/")),
  );
  return Object.fromEntries(entries);
}

function entriesOf({ entries }: DefaultsView, withHydra: boolean): unknown[] {
  return entries
    .filter(
      ({ configPath, parent }) => withHydra || (configPath !== "hydra/config" && parent !== "hydra/config"),
    )
    .map(({ configPath, package: packageName, parent }) => [configPath, packageName, parent]);
}

function resolved(job: MapNode): unknown {
  try {
    return encodeRaw(toPlain(job, { resolve: true, maps: "map", numbers: "kinds" }));
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    return { $error: error.name };
  }
}

function hydraValue(config: MapNode, key: string, root: string): unknown {
  let node: ConfigNode | undefined = config.child("hydra");
  for (const step of splitKeyPath(key)) node = node instanceof MapNode ? node.child(step) : undefined;
  if (node === undefined) throw new Error(`no hydra.${key} below ${String(rootOf(config).key)}`);
  return inWordsOfCorpus(encodeNode(node), root);
}

/** Names of our own for what ships: targets of the launcher and the sweeper, and the enum of `hydra.mode` (README-compose). */
const names = new Map([
  ["orochi:BasicLauncher", "hydra._internal.core_plugins.basic_launcher.BasicLauncher"],
  ["orochi:BasicSweeper", "hydra._internal.core_plugins.basic_sweeper.BasicSweeper"],
  ["RunMode.RUN", "Choice.RUN"],
  ["RunMode.MULTIRUN", "Choice.MULTIRUN"],
]);

function inWordsOfCorpus(value: unknown, root: string): unknown {
  if (typeof value === "string") return names.get(value) ?? value.replaceAll(root, "<ROOT>");
  if (Array.isArray(value)) return value.map((item) => inWordsOfCorpus(item, root));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inWordsOfCorpus(item, root)]));
}
