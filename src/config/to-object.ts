import { ConfigTypeError } from "../errors/config-errors.ts";
import { isOrochiError } from "../errors/base.ts";
import { missingValue } from "./failures.ts";
import { dereference } from "./interpolation/dereference.ts";
import { type ConfigNode, type ContainerNode, formatKey, fullKey, MapNode, ScalarNode } from "./node.ts";
import { placeOf } from "./origin-span.ts";
import { OpenContainers } from "./open-containers.ts";
import { EnumMember, Float, PathValue } from "./scalar.ts";

export interface ToPlainOptions {
  /** Interpolations are replaced by what they mean. @defaultValue `false`: they stay as text */
  readonly resolve?: boolean | undefined;
  /** A `???` is an error. @defaultValue `false`: it stays as text */
  readonly throwOnMissing?: boolean | undefined;
  /** Enum members become their names, also as keys. @defaultValue `false` */
  readonly enumToName?: boolean | undefined;
  /** Enum members become their values, as TypeScript's own enums read. @defaultValue `false` */
  readonly enumToValue?: boolean | undefined;
  /** @defaultValue `object` */
  readonly maps?: "object" | "map" | undefined;
  /** `kinds`: floats without fraction are `Float` and paths `PathValue`, so that `createNode` reads the same back. @defaultValue `plain` */
  readonly numbers?: "plain" | "kinds" | undefined;
  /** Structs as plain data, as instances of what declared them, or as nodes. @defaultValue `plain` */
  readonly structs?: "plain" | "instantiate" | "node" | undefined;
  /** What stands for a struct that is answered as a node. @defaultValue the node itself */
  readonly structView?: ((node: MapNode) => unknown) | undefined;
  /** An interpolation that cannot be resolved stays as text. @defaultValue `false` */
  readonly keepUnresolved?: boolean | undefined;
}

/**
 * Plain data for a node (O-CNV-001…006). Shared targets of interpolations are expanded into copies.
 *
 * @throws {InterpolationResolutionError} if an interpolation fails, or containers refer to each other in a circle.
 * @throws {MissingMandatoryValue} for `???`, if asked for or where an instance is made.
 */
export function toPlain(node: ConfigNode, options: ToPlainOptions = {}): unknown {
  return new PlainBuilder(options).build(node);
}

/** A container whose children are being converted. */
interface Frame {
  readonly node: ContainerNode;
  /** Key under which the result goes into the frame below. */
  readonly key: unknown;
  readonly children: Iterator<ConfigNode>;
  readonly out: Output;
  readonly instance: boolean;
  /** Inside an instance everything is resolved and nothing may be missing. */
  readonly strict: boolean;
}

type Output = unknown[] | Map<unknown, unknown> | Record<string, unknown>;

class PlainBuilder {
  readonly #options: ToPlainOptions;
  readonly #frames: Frame[] = [];
  readonly #open = new OpenContainers();

  constructor(options: ToPlainOptions) {
    this.#options = options;
  }

  build(root: ConfigNode): unknown {
    let ready = this.#convert(root, undefined, false);
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      const step = frame.children.next();
      if (step.done !== true) {
        const value = this.#convert(step.value, step.value.key, frame.strict);
        if (value !== waiting) this.#put(frame.out, step.value.key, value);
        continue;
      }
      this.#frames.pop();
      this.#open.leave(frame.node);
      ready = this.#finished(frame);
      const below = this.#frames.at(-1);
      if (below !== undefined) this.#put(below.out, frame.key, ready);
    }
    return ready;
  }

  /** The value of a leaf; a container is put on the stack and is waited for. */
  #convert(node: ConfigNode, key: unknown, strict: boolean): unknown {
    const resolve = strict || this.#options.resolve === true;
    const target = resolve && node.kind === "interpolation" ? this.#resolved(node) : node;
    if (target instanceof ScalarNode) return this.#leaf(target, strict);
    const structs = this.#options.structs ?? "plain";
    const isStruct = target instanceof MapNode && target.type.kind === "struct";
    if (isStruct && structs === "node") return this.#options.structView?.(target) ?? target;
    if (this.#options.keepUnresolved === true && node instanceof ScalarNode && this.#open.has(target))
      return node.value;
    this.#open.enter(target, node);
    const instance = isStruct && structs === "instantiate";
    this.#frames.push({
      node: target,
      key,
      children: target.children(),
      out: this.#output(target, instance),
      instance,
      strict: strict || instance,
    });
    return waiting;
  }

  #resolved(node: ConfigNode): ConfigNode {
    if (this.#options.keepUnresolved !== true) return dereference(node);
    try {
      return dereference(node);
    } catch {
      return node;
    }
  }

  #output(node: ContainerNode, instance: boolean): Output {
    if (node.kind === "list") return [];
    return this.#options.maps === "map" && !instance ? new Map<unknown, unknown>() : {};
  }

  #put(out: Output, key: unknown, value: unknown): void {
    if (Array.isArray(out)) out.push(value);
    else if (out instanceof Map) out.set(this.#key(key), value);
    else define(out, textOf(key), value);
  }

  #key(key: unknown): unknown {
    if (!(key instanceof EnumMember)) return key;
    if (this.#options.enumToName === true) return key.name;
    return this.#options.enumToValue === true ? key.value : key;
  }

  #finished(frame: Frame): unknown {
    const { node, out, instance } = frame;
    if (!instance || !(node instanceof MapNode) || node.type.kind !== "struct") return out;
    const { construct, name } = node.type;
    if (construct === undefined) return out;
    try {
      return construct(out as Record<string, unknown>);
    } catch (error) {
      if (isOrochiError(error)) throw error;
      throw new ConfigTypeError("OPERATION_NOT_SUPPORTED", `Could not create an instance of '${name}'`, {
        key: fullKey(node),
        cause: error,
        hint: error instanceof Error ? error.message : undefined,
      });
    }
  }

  #leaf(node: ScalarNode, strict: boolean): unknown {
    const { value } = node;
    switch (node.kind) {
      case "missing":
        if (strict || this.#options.throwOnMissing === true) throw missingValue(placeOf(node));
        return value;
      case "float":
        return this.#options.numbers === "kinds" && isWhole(value) ? new Float(Number(value)) : value;
      case "enum":
        return this.#key(value);
      case "path":
        return value instanceof PathValue && this.#options.numbers !== "kinds" ? value.text : value;
      default:
        return value;
    }
  }
}

const waiting = Symbol("waiting");

function isWhole(value: unknown): boolean {
  return Number.isInteger(value) && !Object.is(value, -0);
}

/** Keys of plain objects are text: enum members by name, other keys as JavaScript writes them. */
function textOf(key: unknown): string {
  if (typeof key === "string") return key;
  return key instanceof EnumMember || key instanceof Float ? formatKey(key) : String(key);
}

/** Sets an own property whatever its name: `__proto__` is a key like any other. */
function define(out: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
  } else out[key] = value;
}
