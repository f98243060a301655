import { encodeNode } from "../../conformance/encoding.ts";
import { loadYaml, type LoadYamlOptions } from "../../../src/config/yaml/load.ts";
import { OrochiError } from "../../../src/errors/base.ts";
import { formatPlace, Source } from "../../../src/text/source.ts";

/** A document as the conformance corpus writes values. */
export function read(text: string, options?: LoadYamlOptions): unknown {
  return encodeNode(loadYaml(text, options));
}

/** The error that reading a document gives: its code, place and first line. */
export function readError(
  text: string,
  options?: LoadYamlOptions,
): { code: string; place: string; summary: string; error: OrochiError } {
  const source = new Source("a.yaml", text);
  try {
    loadYaml(text, { source, ...options });
  } catch (error) {
    if (!(error instanceof OrochiError)) throw error;
    const place = error.span === undefined ? "" : formatPlace(error.span).replace("a.yaml:", "");
    return { code: error.code, place, summary: error.summary, error };
  }
  throw new Error("the document was read");
}
