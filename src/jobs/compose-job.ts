import { copyNode } from "../config/copy.ts";
import { structurallyEqual } from "../config/equality.ts";
import { contextOf, MapNode } from "../config/node.ts";
import { isOrochiError } from "../errors/base.ts";
import { ConfigCompositionException, MissingConfigException } from "../errors/hydra-errors.ts";
import type { Override } from "../overrides/types.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import type { AppRun } from "./app-run.ts";
import { hydraNodeOf, setHydraValue } from "./hydra-values.ts";

/** One job's config, sharing the sweep's clock: cached resolvers answer what they answered for the sweep (H-SWP-003). */
export function composeJob(
  app: AppRun,
  master: MapNode,
  hydraOverrides: readonly Override[],
  overrides: readonly Override[],
  num: number,
): PlannedJob {
  const shared = contextOf(master);
  const context = shared && { resolvers: shared.resolvers, cache: shared.cache.copy() };
  const prepare = (config: MapNode): void => {
    takeMode(config, master);
    requireSameController(master, config, "launcher");
    requireSameController(master, config, "sweeper");
  };
  const { config } = ofJob(num, overrides, () =>
    app.compose([...hydraOverrides, ...overrides], "run", context, {
      overrides: hydraOverrides.length,
      prepare,
    }),
  );
  setHydraValue(config, ["job", "num"], num);
  setHydraValue(config, ["job", "id"], String(num));
  return { num, overrides, config };
}

/** Mistakes that a job is composed with are told with the job. */
function ofJob<Result>(num: number, overrides: readonly Override[], work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    const { code, key, hint, together, cause } = error;
    const summary = `Job #${num} (${overrides.map(({ text }) => text).join(" ")}): ${error.summary}`;
    const places = { span: () => error.span, related: () => error.related };
    const facts = { key, hint, together, cause, ...places };
    throw error instanceof MissingConfigException
      ? new MissingConfigException(code, summary, facts)
      : new ConfigCompositionException(code, summary, facts);
  }
}

/** A job of a sweep says that it is one, as the sweep's own config does (H-HYD-010). */
function takeMode(config: MapNode, master: MapNode): void {
  const mode = hydraNodeOf(master).child("mode");
  if (mode === undefined) return;
  hydraNodeOf(config).setChild("mode", copyNode(mode));
  const lines = hydraNodeOf(master).child("overrides");
  const own = hydraNodeOf(config).child("overrides");
  const recorded = lines instanceof MapNode ? lines.child("hydra") : undefined;
  if (recorded !== undefined && own instanceof MapNode) own.setChild("hydra", copyNode(recorded));
}

/** A job cannot choose who launches it (H-SWP-004). */
function requireSameController(master: MapNode, job: MapNode, name: "launcher" | "sweeper"): void {
  const wanted = hydraNodeOf(master).child(name);
  const got = hydraNodeOf(job).child(name);
  if (wanted === undefined || got === undefined) return;
  if (structurallyEqual(wanted, got)) return;
  throw new ConfigCompositionException("LAUNCHER_INVALID", `A job of a sweep changes hydra.${name}`, {
    key: `hydra.${name}`,
    hint: `hydra/${name} is chosen once for the whole sweep; remove it from the configs that the sweep selects`,
  });
}
