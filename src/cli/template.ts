import { HydraException } from "../errors/hydra-errors.ts";
import { didYouMean } from "../text/nearest.ts";

/** Fills `$NAME` and `${NAME}` in a help template; `$$` stands for `$` (H-CLI-031). Texts are made only when they are used. */
export function fillTemplate(
  template: string,
  texts: Readonly<Record<string, () => string>>,
  key: string,
): string {
  return template.replace(
    /\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\}|)/g,
    (whole: string, dollar?: string, bare?: string, braced?: string) => {
      if (dollar !== undefined) return "$";
      const name = bare ?? braced;
      const text = name !== undefined && Object.hasOwn(texts, name) ? texts[name] : undefined;
      if (text !== undefined) return text();
      const known = Object.keys(texts);
      throw new HydraException(
        "USAGE",
        `The help template has an unknown placeholder '${name === undefined ? whole : `$${name}`}'`,
        {
          key,
          hint:
            didYouMean(name ?? "", known) ??
            `placeholders are ${known.map((text) => `$${text}`).join(", ")}; $$ is a dollar sign`,
        },
      );
    },
  );
}
