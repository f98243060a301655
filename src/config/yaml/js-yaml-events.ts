import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException, type Event } from "js-yaml";
import { YamlError } from "../../errors/config-errors.ts";
import type { Source } from "../../text/source.ts";
import type { NodeProperties, ScalarStyle, YamlHandler } from "./handler.ts";
import { fullTagName } from "./tags.ts";

const styles: Record<number, ScalarStyle> = {
  [SCALAR_STYLE.PLAIN]: "plain",
  [SCALAR_STYLE.SINGLE_QUOTED]: "single",
  [SCALAR_STYLE.DOUBLE_QUOTED]: "double",
  [SCALAR_STYLE.LITERAL_BLOCK]: "literal",
  [SCALAR_STYLE.FOLDED_BLOCK]: "folded",
};

export function readEvents(source: Source, handler: YamlHandler): void {
  const text = source.text;
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth: 1000 });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const at = error.mark?.position ?? 0;
    throw new YamlError("YAML_SYNTAX", error.reason, { span: { source, start: at, end: at + 1 } });
  }
  const handles = new Map<string, string>();
  let documents = 0;
  let last = 0;
  const propertiesOf = (event: {
    anchorStart: number;
    anchorEnd: number;
    tagStart: number;
    tagEnd: number;
  }): NodeProperties | undefined => {
    if (event.anchorStart === -1 && event.tagStart === -1) return undefined;
    return {
      anchor: event.anchorStart === -1 ? undefined : text.slice(event.anchorStart, event.anchorEnd),
      tag: event.tagStart === -1 ? undefined : fullTagName(text.slice(event.tagStart, event.tagEnd), handles),
      start: Math.max(event.anchorStart, event.tagStart),
    };
  };
  let depth = 0;
  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        if (documents++ > 0) {
          throw new YamlError("YAML_SYNTAX", "A second document", {
            span: { source, start: last, end: last + 1 },
          });
        }
        for (const directive of event.directives) {
          if (directive.kind === "tag") handles.set(directive.handle, directive.prefix);
        }
        break;
      case EVENT_ID.SEQUENCE:
        depth++;
        handler.startList(event.start, propertiesOf(event));
        break;
      case EVENT_ID.MAPPING:
        depth++;
        handler.startMap(event.start, propertiesOf(event));
        break;
      case EVENT_ID.SCALAR: {
        const start = event.valueStart === -1 ? last : event.valueStart;
        last = event.valueStart === -1 ? last : event.valueEnd;
        handler.scalar(
          getScalarValue(text, event),
          styles[event.style] ?? "plain",
          start,
          last,
          propertiesOf(event),
        );
        break;
      }
      case EVENT_ID.ALIAS:
        handler.alias(text.slice(event.anchorStart, event.anchorEnd), event.anchorStart - 1, event.anchorEnd);
        break;
      default:
        if (depth-- > 0) handler.end(last);
    }
  }
}
