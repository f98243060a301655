import { isBuiltin } from "node:module";
import { InstantiationException } from "../errors/hydra-errors.ts";

/** A target name, taken apart (design D5). */
export type TargetName =
  | { readonly kind: "registered"; readonly name: string }
  | {
      readonly kind: "import";
      readonly source: "path" | "package" | "node";
      /** Normalised: `node:` in front of modules of Node. */
      readonly specifier: string;
      readonly exportPath: readonly string[];
    };

const forbiddenSegments = new Set(["__proto__", "constructor", "prototype", "caller", "arguments", "callee"]);
const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]+):/;

/** @throws {InstantiationException} for empty segments, prototype keys and URLs. */
export function parseTargetName(text: string, key?: string): TargetName {
  if (text.includes("\0")) throw malformed(text, "it holds a NUL character", key);
  const colon = text.lastIndexOf(":");
  if (colon === -1) return { kind: "registered", name: checkedPath(text, text, key).join(".") };
  const specifier = text.slice(0, colon);
  const exportPath = checkedPath(text.slice(colon + 1), text, key);
  if (specifier === "") throw malformed(text, "nothing stands before the colon", key);
  return { kind: "import", ...classifySpecifier(specifier, text, key), exportPath };
}

function classifySpecifier(
  specifier: string,
  text: string,
  key: string | undefined,
): { source: "path" | "package" | "node"; specifier: string } {
  if (/^\.{1,2}(?:\/|$)/.test(specifier) || specifier.startsWith("/") || /^[a-zA-Z]:[\\/]/.test(specifier))
    return { source: "path", specifier };
  if (isBuiltin(specifier))
    return { source: "node", specifier: specifier.startsWith("node:") ? specifier : `node:${specifier}` };
  const url = scheme.exec(specifier);
  if (url !== null || /^(?:data|http|https|file|blob)$/i.test(specifier))
    throw denied(text, `targets are not loaded from '${url?.[1] ?? specifier}:' addresses`, key);
  if (specifier.split(/[\\/]/).some((part) => part === ".." || part === "." || part === ""))
    throw malformed(text, "a package name cannot hold '.', '..' or empty segments", key);
  if (specifier.split(/[\\/]/).some((part) => part.toLowerCase() === "node_modules"))
    throw denied(text, "it reaches into the packages of another package", key);
  return { source: "package", specifier };
}

function checkedPath(path: string, text: string, key: string | undefined): string[] {
  if (path === "") throw malformed(text, "it is empty", key);
  const segments = path.split(".");
  if (segments.includes("")) throw malformed(text, "it has an empty segment", key);
  const forbidden = segments.find((segment) => forbiddenSegments.has(segment));
  if (forbidden !== undefined) throw denied(text, `'${forbidden}' is never part of a target`, key);
  return segments;
}

function malformed(text: string, why: string, key: string | undefined): InstantiationException {
  return new InstantiationException("TARGET_UNKNOWN", `Target '${text}' cannot be read: ${why}`, {
    key,
    hint: "write the name of a registered target, or 'specifier:export', such as './optim.ts:Adam'",
  });
}

function denied(text: string, why: string, key: string | undefined): InstantiationException {
  return new InstantiationException("TARGET_DENIED", `Target '${text}' is refused: ${why}`, { key });
}
