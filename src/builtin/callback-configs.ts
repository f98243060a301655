/**
 * Options of `hydra/callbacks`, each with all its settings, so that they can be changed without a `+`. Defaults are those of the
 * classes; a test keeps the two together.
 */
export const callbackConfigs: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map<
  string,
  Readonly<Record<string, unknown>>
>([
  ["timeit", { _target_: "orochi:TimeIt", digits: 2, file: "timeit.json" }],
  ["git", { _target_: "orochi:Git", directory: null, patch: true, max_patch_mb: 10 }],
  ["environment", { _target_: "orochi:Environment", file: "environment.json", variables: [] }],
  ["latest", { _target_: "orochi:Latest", run: "outputs/latest", sweep: "multirun/latest", kind: "auto" }],
  ["summary", { _target_: "orochi:Summary", file: "summary.md", sort: null, metrics: null, limit: null }],
  [
    "upload",
    {
      _target_: "orochi:Upload",
      url: "???",
      prefix: "{dir}",
      include: ["**"],
      exclude: [],
      when: "always",
      retries: 4,
      concurrency: 4,
      part_size_mb: 8,
      checksum: true,
      grace: 10,
      content_types: {},
      region: null,
      endpoint: null,
      client: {},
    },
  ],
  [
    "profile",
    {
      _target_: "orochi:Profile",
      cpu: true,
      interval_us: 1000,
      heap: "statistics",
      heap_interval_bytes: 65_536,
    },
  ],
  ["resources", { _target_: "orochi:Resources", interval: 1, file: "resources.csv" }],
  [
    "notify",
    { _target_: "orochi:Notify", command: null, url: null, headers: {}, when: "always", timeout: 30 },
  ],
  ["otel", { _target_: "orochi:Otel", hooks: true, metrics: true, prefix: "orochi" }],
]);
