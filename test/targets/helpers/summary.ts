import type { Signature } from "../../../src/targets/signature.ts";

/** `x, lr=0.1, {a, b=1, ...}, ...` */
export function summary(signature: Signature | undefined): string | undefined {
  if (signature === undefined) return undefined;
  const fallback = (given: { default?: { text: string; literal?: { value: unknown } } }): string =>
    given.default === undefined
      ? ""
      : `=${given.default.literal === undefined ? `<${given.default.text}>` : (JSON.stringify(given.default.literal.value) ?? "undefined")}`;
  const parts = signature.parameters.map((parameter) => {
    if (parameter.kind === "name") return parameter.name + fallback(parameter);
    if (parameter.kind === "other") return `?${fallback(parameter)}`;
    const keys = parameter.keys.map((key) => key.name + fallback(key));
    return `{${[...keys, ...(parameter.rest ? ["..."] : [])].join(", ")}}${fallback(parameter)}`;
  });
  return [...parts, ...(signature.rest ? ["..."] : [])].join(", ");
}
