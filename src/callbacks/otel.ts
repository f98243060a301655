import { importPeer } from "../targets/import-peer.ts";
import type {
  Callback,
  HookEvent,
  JobEndEvent,
  JobErrorEvent,
  JobProgressEvent,
  JobStartEvent,
  MultirunEndEvent,
  MultirunStartEvent,
} from "./callback.ts";
import { hydraText, sweepDirOf } from "./event-places.ts";

/** The config of `hydra/callbacks: otel`. */
export interface OtelConfig {
  /** Whether hooks of the other callbacks are spans. @defaultValue `true` */
  readonly hooks?: boolean;
  /** Whether numbers that tasks report are metrics. @defaultValue `true` */
  readonly metrics?: boolean;
  /** What names of spans and metrics begin with. @defaultValue `orochi` */
  readonly prefix?: string;
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

// The parts of @opentelemetry/api that are used.
interface Span {
  setAttributes(attributes: Attributes): unknown;
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  recordException(error: unknown): unknown;
  end(): void;
}
interface Gauge {
  record(value: number, attributes: Attributes): void;
}
interface Api {
  readonly ROOT_CONTEXT: object;
  readonly context: { with<Result>(context: object, body: () => Result): Result; active(): object };
  readonly trace: {
    getTracer(name: string): {
      startSpan(name: string, options: { readonly attributes?: Attributes }, context: object): Span;
    };
    setSpan(context: object, span: Span): object;
  };
  readonly metrics: { getMeter(name: string): { createGauge(name: string): Gauge } };
}

/** A span that is open, and the context that it is active in. */
interface Open {
  readonly span: Span;
  readonly context: object;
}

const okStatus = 1;
const errorStatus = 2;

/**
 * Traces jobs with OpenTelemetry: `hydra/callbacks: otel`. A job is a trace: the task is a span of it, in whose context the task runs,
 * and so is each hook of the other callbacks. Numbers that tasks report are metrics (`orochi.report.loss`). Spans go where the SDK
 * sends them that the app sets up; without one, nothing happens. Needs `@opentelemetry/api`.
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { otel: builds(Otel, { hooks: false }) } }));
 */
export class Otel implements Callback {
  readonly #config: Required<OtelConfig>;
  readonly #open = new WeakMap<object, Open>();
  readonly #gauges = new Map<string, Gauge>();
  #api: Promise<Api> | undefined;

  constructor({ hooks = true, metrics = true, prefix = "orochi" }: OtelConfig = {}) {
    this.#config = { hooks, metrics, prefix };
  }

  /** A package that is missing is told before the job. */
  async onRunStart(): Promise<void> {
    await this.#load();
  }
  async onMultirunStart(event: MultirunStartEvent): Promise<void> {
    await this.#begin(event.config, "multirun", { "orochi.app": hydraText(event.config, "job.name") ?? "" });
  }

  async onJobStart({ config, outputDir }: JobStartEvent): Promise<void> {
    const num = hydraText(config, "job.num");
    await this.#begin(config, "job", {
      "orochi.app": hydraText(config, "job.name") ?? "",
      "orochi.output_dir": outputDir,
      ...(num === undefined ? {} : { "orochi.job.num": Number(num) }),
      ...(sweepDirOf(config) === undefined ? {} : { "orochi.sweep_dir": sweepDirOf(config) ?? "" }),
    });
  }

  async onJobProgress({ config, progress }: JobProgressEvent): Promise<void> {
    if (!this.#config.metrics) return;
    const { metrics } = await this.#load();
    const num = hydraText(config, "job.num");
    const attributes = {
      "orochi.app": hydraText(config, "job.name") ?? "",
      ...(num === undefined ? {} : { "orochi.job.num": Number(num) }),
    };
    for (const [name, value] of numbersOf(progress)) {
      const metric = `${this.#config.prefix}.report${name === "" ? "" : `.${name}`}`;
      let gauge = this.#gauges.get(metric);
      if (gauge === undefined)
        this.#gauges.set(metric, (gauge = metrics.getMeter("orochi").createGauge(metric)));
      gauge.record(value, attributes);
    }
  }

  onJobError({ config, error }: JobErrorEvent): void {
    this.#opened(config)?.span.recordException(error);
  }

  onJobEnd({ config, jobReturn }: JobEndEvent): void {
    const { status, error, seconds } = jobReturn;
    this.#end(config, { status, seconds, error });
  }
  onMultirunEnd({ config, error, signal, jobReturns }: MultirunEndEvent): void {
    const status = signal.aborted ? "cancelled" : error === undefined ? "completed" : "failed";
    this.#opened(config)?.span.setAttributes({ "orochi.jobs": jobReturns.length });
    this.#end(config, { status, error });
  }

  async aroundTask<Result>(
    { config }: Pick<JobStartEvent, "config">,
    task: () => Promise<Result>,
  ): Promise<Result> {
    const opened = this.#opened(config);
    if (opened === undefined) return task();
    return this.#within(opened, "task", {}, task);
  }

  async aroundHook({ hook, callback, config }: HookEvent, call: () => Promise<void>): Promise<void> {
    const opened = this.#config.hooks ? this.#opened(config) : undefined;
    if (opened === undefined) return call();
    await this.#within(opened, hook, { "orochi.callback": callback }, call);
  }

  async #within<Result>(
    { context: parent }: Open,
    name: string,
    attributes: Attributes,
    body: () => Promise<Result>,
  ): Promise<Result> {
    const { trace, context } = await this.#load();
    const span = trace
      .getTracer("orochi")
      .startSpan(`${this.#config.prefix}.${name}`, { attributes }, parent);
    try {
      return await context.with(trace.setSpan(parent, span), body);
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: errorStatus, message: messageOf(error) });
      throw error;
    } finally {
      span.end();
    }
  }

  async #begin(config: unknown, name: string, attributes: Attributes): Promise<void> {
    if (typeof config !== "object" || config === null) return;
    const { trace, ROOT_CONTEXT } = await this.#load();
    const span = trace
      .getTracer("orochi")
      .startSpan(`${this.#config.prefix}.${name}`, { attributes }, ROOT_CONTEXT);
    this.#open.set(config, { span, context: trace.setSpan(ROOT_CONTEXT, span) });
  }

  #end(
    config: unknown,
    {
      status,
      error,
      seconds,
    }: { readonly status: string; readonly error: unknown; readonly seconds?: number },
  ): void {
    const opened = this.#opened(config);
    if (opened === undefined || typeof config !== "object" || config === null) return;
    this.#open.delete(config);
    const { span } = opened;
    span.setAttributes({
      "orochi.status": status,
      ...(seconds === undefined ? {} : { "orochi.seconds": seconds }),
    });
    span.setStatus(
      status === "completed" ? { code: okStatus } : { code: errorStatus, message: messageOf(error) },
    );
    span.end();
  }

  #opened(config: unknown): Open | undefined {
    return typeof config === "object" && config !== null ? this.#open.get(config) : undefined;
  }

  #load(): Promise<Api> {
    return (this.#api ??= importPeer("@opentelemetry/api", {
      neededBy: "hydra/callbacks=otel",
    }) as Promise<Api>);
  }
}

/** The numbers of what a task reported, by name; deeper ones as `outer.inner`. */
function* numbersOf(value: unknown, name = "", depth = 0): Generator<readonly [name: string, value: number]> {
  if (typeof value === "number") yield [name, value];
  if (typeof value !== "object" || value === null || depth > 3) return;
  for (const [key, item] of Object.entries(value))
    yield* numbersOf(item, name === "" ? key : `${name}.${key}`, depth + 1);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
