/** What `import * as x` gives, also as compilers and bundlers write it. */
export function isModule(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const tag: unknown = Object.getOwnPropertyDescriptor(value, Symbol.toStringTag)?.value;
  return tag === "Module" || Object.getOwnPropertyDescriptor(value, "__esModule")?.value === true;
}
