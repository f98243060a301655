import { locateInYaml } from "../config/yaml/positions.ts";
import type { Span } from "../text/source.ts";
import type { ItemPlace } from "./defaults-item.ts";

/** Where in its file an item of a defaults list stands; an index below 0 means the list itself. */
export function placeOf(place: ItemPlace | undefined): Span | undefined {
  if (place?.config.text === undefined) return undefined;
  const { text } = place.config;
  if (place.index < 0) return locateInYaml(text, ["defaults"], "key");
  const span = locateInYaml(text, ["defaults", place.index]);
  if (span === undefined) return undefined;
  const line = text.text.indexOf("\n", span.start);
  return line === -1 || span.end <= line ? span : { ...span, end: line };
}
