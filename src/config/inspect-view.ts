import { inspect, type InspectOptionsStylized } from "node:util";
import { isNode } from "./node.ts";
import { configValue } from "./raw-value.ts";
import { toPlain } from "./to-object.ts";

/**
 * How `console.log` shows a view. It looks at a proxy's target and not at the proxy, so that tells; what it is
 * called on is the view again. Interpolations are shown as values where these can be had: printing a half-finished config must not
 * fail.
 */
export function inspectView(view: object, options: InspectOptionsStylized): string {
  const node: unknown = Reflect.get(view, configValue);
  if (!isNode(node)) return inspect(undefined, options);
  return inspect(toPlain(node, { resolve: true, keepUnresolved: true, enumToValue: true }), options);
}
