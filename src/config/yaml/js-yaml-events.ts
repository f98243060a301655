import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from "js-yaml";
import type { NodeProperties, ScalarStyle, YamlHandler } from "./handler.ts";
import { fullTagName } from "./tags.ts";

/** Why js-yaml does not read a text. */
export interface Refusal {
  readonly refused: "syntax" | "depth";
  readonly reason: string;
  readonly at: number;
}

const styles: Record<number, ScalarStyle> = {
  [SCALAR_STYLE.PLAIN]: "plain",
  [SCALAR_STYLE.SINGLE_QUOTED]: "single",
  [SCALAR_STYLE.DOUBLE_QUOTED]: "double",
  [SCALAR_STYLE.LITERAL_BLOCK]: "literal",
  [SCALAR_STYLE.FOLDED_BLOCK]: "folded",
};

/** The events of a text of one document, or why there are none. */
export function parseWithJsYaml(text: string, maxDepth: number): readonly Event[] | Refusal {
  try {
    // The builder counts collections, js-yaml the scalars in them as well.
    const events = parseEvents(text, { maxDepth: maxDepth + 2 });
    const documents = events.filter(({ type }) => type === EVENT_ID.DOCUMENT).length;
    return documents > 1 ? { refused: "syntax", reason: "there is more than one document", at: 0 } : events;
  } catch (error) {
    if (error instanceof RangeError) return { refused: "depth", reason: error.message, at: 0 };
    if (!(error instanceof YAMLException)) throw error;
    const { reason, mark } = error;
    const refused = reason.startsWith("nesting exceeded") ? "depth" : "syntax";
    return { refused, reason, at: mark?.position ?? 0 };
  }
}

/** Hands the content of a document to `handler`. */
export function sendJsYamlEvents(text: string, events: readonly Event[], handler: YamlHandler): void {
  new EventSender(text, handler).send(events);
}

type EventWithProperties = Pick<
  Extract<Event, { type: typeof EVENT_ID.SCALAR }>,
  "anchorStart" | "anchorEnd" | "tagStart" | "tagEnd"
>;

class EventSender {
  readonly #text: string;
  readonly #handler: YamlHandler;
  readonly #handles = new Map<string, string>();
  /** Open collections. */
  #depth = 0;
  /** End of the last token that was read: where empty values and collections end. */
  #last = 0;

  constructor(text: string, handler: YamlHandler) {
    this.#text = text;
    this.#handler = handler;
  }

  send(events: readonly Event[]): void {
    for (const event of events) this.#sendOne(event);
  }

  #sendOne(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        for (const directive of event.directives) {
          if (directive.kind === "tag") this.#handles.set(directive.handle, directive.prefix);
        }
        return;
      case EVENT_ID.SEQUENCE:
        this.#depth++;
        this.#handler.startList(event.start, this.#propertiesOf(event));
        this.#last = event.start + 1;
        return;
      case EVENT_ID.MAPPING:
        this.#depth++;
        this.#handler.startMap(event.start, this.#propertiesOf(event));
        return;
      case EVENT_ID.SCALAR:
        return this.#sendScalar(event);
      case EVENT_ID.ALIAS: {
        const name = this.#text.slice(event.anchorStart, event.anchorEnd);
        this.#last = event.anchorEnd;
        return this.#handler.alias(name, event.anchorStart - 1, event.anchorEnd);
      }
      case EVENT_ID.POP:
        if (this.#depth === 0) return;
        this.#depth--;
        this.#handler.end(this.#last);
    }
  }

  #sendScalar(event: Extract<Event, { type: typeof EVENT_ID.SCALAR }>): void {
    const style = styles[event.style] ?? "plain";
    const properties = this.#propertiesOf(event);
    if (event.valueStart === -1) {
      if (properties !== undefined) this.#last = Math.max(event.anchorEnd, event.tagEnd);
      return this.#handler.scalar("", style, this.#last, this.#last, properties);
    }
    const quotes = style === "single" || style === "double" ? 1 : 0;
    this.#last = event.valueEnd + quotes;
    const value = getScalarValue(this.#text, event);
    this.#handler.scalar(value, style, event.valueStart - quotes, this.#last, properties);
  }

  #propertiesOf(event: EventWithProperties): NodeProperties | undefined {
    const { anchorStart, anchorEnd, tagStart, tagEnd } = event;
    if (anchorStart === -1 && tagStart === -1) return undefined;
    return {
      anchor: anchorStart === -1 ? undefined : this.#text.slice(anchorStart, anchorEnd),
      tag: tagStart === -1 ? undefined : fullTagName(this.#text.slice(tagStart, tagEnd), this.#handles),
    };
  }
}
