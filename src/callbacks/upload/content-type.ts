const text = "text/plain; charset=utf-8";

const types: ReadonlyMap<string, string> = new Map([
  [".txt", text],
  [".log", text],
  [".patch", text],
  [".md", "text/markdown; charset=utf-8"],
  [".csv", "text/csv; charset=utf-8"],
  [".tsv", "text/tab-separated-values; charset=utf-8"],
  [".html", "text/html; charset=utf-8"],
  [".yaml", "application/yaml"],
  [".yml", "application/yaml"],
  [".json", "application/json"],
  [".cpuprofile", "application/json"],
  [".heapprofile", "application/json"],
  [".heapsnapshot", "application/json"],
  [".jsonl", "application/x-ndjson"],
  [".xml", "application/xml"],
  [".pdf", "application/pdf"],
  [".zip", "application/zip"],
  [".gz", "application/gzip"],
  [".tar", "application/x-tar"],
  [".parquet", "application/vnd.apache.parquet"],
  [".png", "image/png"],
  [".jpg", "image/jpeg"],
  [".jpeg", "image/jpeg"],
  [".gif", "image/gif"],
  [".webp", "image/webp"],
  [".svg", "image/svg+xml"],
  [".wav", "audio/wav"],
  [".mp4", "video/mp4"],
]);

/** By the name's ending; `own` counts more. */
export function contentTypeOf(name: string, own: Readonly<Record<string, string>>): string {
  const ending = /\.[^./]+$/.exec(name)?.[0].toLowerCase() ?? "";
  if (Object.hasOwn(own, ending)) return own[ending] ?? "application/octet-stream";
  return types.get(ending) ?? "application/octet-stream";
}
