import type { ConfigContent, ConfigSource } from "./config-source.ts";
import { sourceUrl } from "./config-source.ts";
import { LoadedConfig } from "./loaded-config.ts";

/** Text that the configs in the cache may have together. */
const maximumLength = 32_000_000;

interface KnownConfig {
  readonly content: Extract<ConfigContent, { kind: "text" }>;
  readonly loaded: LoadedConfig;
}

/** Configs taken apart in this process, by their place; good as long as the text is the same. Nothing in them is ever changed. */
const known = new Map<string, KnownConfig>();
let length = 0;

/** A config as a source has it now, taken apart once for each text that it had (H-PRF-001). */
export function takeApart(path: string, source: ConfigSource, content: ConfigContent): LoadedConfig {
  if (content.kind !== "text") return new LoadedConfig(path, source, content);
  const place = `${source.provider}\n${sourceUrl(source)}\n${path}`;
  const before = known.get(place);
  if (before !== undefined && isSame(before.content, content)) return before.loaded;
  const loaded = new LoadedConfig(path, source, content);
  if (length + content.text.length > maximumLength) {
    known.clear();
    length = 0;
  }
  length += content.text.length - (known.get(place)?.content.text.length ?? 0);
  known.set(place, { content, loaded });
  return loaded;
}

function isSame(a: KnownConfig["content"], b: KnownConfig["content"]): boolean {
  return a === b || (a.text === b.text && a.name === b.name);
}
