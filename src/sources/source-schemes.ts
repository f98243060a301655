import { SearchPathException } from "../errors/hydra-errors.ts";
import { joinWords } from "../text/nearest.ts";
import { directoryOf } from "./config-path.ts";
import type { ConfigSource } from "./config-source.ts";
import { FileSource } from "./file-source.ts";
import { PackageSource } from "./package-source.ts";
import type { SearchPathEntry, WrittenSearchPathEntry } from "./search-path.ts";
import type { StandingConfig } from "./standing-config.ts";
import { StoreEntries } from "./store-entries.ts";
import { StoreSource } from "./store-source.ts";

/** Makes the source of a search path entry; `path` is the text after `://`. */
export type SourceFactory = (path: string, provider: string) => ConfigSource;

/** The schemes that a search path may use (H-SRC-002). Plugins register theirs. */
export class SourceSchemes {
  readonly #factories = new Map<string, SourceFactory>();
  readonly #builtin: StoreEntries | undefined;
  readonly #store: StoreEntries | undefined;

  /** The configs that ship, and the app's own store, for {@link standing}. */
  constructor({ builtin, store }: Pick<StandardSchemesOptions, "builtin" | "store"> = {}) {
    this.#builtin = builtin;
    this.#store = store;
  }

  /** What a config that ships comes to; `undefined` when the app's store has anything in its group. */
  standing(configPath: string): StandingConfig | undefined {
    const isOwn = this.#store?.hasGroup(directoryOf(configPath)) === true;
    return isOwn ? undefined : this.#builtin?.standing.get(configPath);
  }

  /** @throws {SearchPathException} code `SOURCE_SCHEME`, when another factory has the scheme. */
  register(scheme: string, factory: SourceFactory): void {
    const known = this.#factories.get(scheme);
    if (known !== undefined && known !== factory) {
      throw new SearchPathException("SOURCE_SCHEME", `Two config sources want the scheme '${scheme}'`);
    }
    this.#factories.set(scheme, factory);
  }

  /** @throws {SearchPathException} code `SOURCE_SCHEME`, when no factory has the scheme. */
  open({ provider, path, place }: SearchPathEntry & Partial<WrittenSearchPathEntry>): ConfigSource {
    const mark = path.indexOf("://");
    const scheme = mark === -1 ? "file" : path.slice(0, mark);
    const factory = this.#factories.get(scheme);
    if (factory === undefined) {
      throw new SearchPathException(
        "SOURCE_SCHEME",
        `No config source for the scheme '${scheme}' of '${path}'`,
        {
          span: place,
          hint: `known schemes are ${joinWords([...this.#factories.keys()].sort(), "and")}`,
        },
      );
    }
    return factory(mark === -1 ? path : path.slice(mark + 3), provider);
  }

  copy(): SourceSchemes {
    const copy = new SourceSchemes({ builtin: this.#builtin, store: this.#store });
    for (const [scheme, factory] of this.#factories) copy.register(scheme, factory);
    return copy;
  }
}

export interface StandardSchemesOptions {
  /** The configs that ship (`builtin://`). */
  readonly builtin?: StoreEntries | undefined;
  /** The app's own store (`structured://`). */
  readonly store?: StoreEntries | undefined;
  /** What relative directories are relative to. @defaultValue the working directory */
  readonly cwd?: string | undefined;
  /** Where npm packages are looked for from. @defaultValue `cwd` */
  readonly baseDir?: string | undefined;
}

/** `file`, `pkg`, `structured`, and `builtin` when there are built-in configs. */
export function standardSchemes({ builtin, store, cwd, baseDir }: StandardSchemesOptions): SourceSchemes {
  const schemes = new SourceSchemes({ builtin, store });
  schemes.register("file", (path, provider) => new FileSource(path, provider, cwd));
  schemes.register("pkg", (path, provider) => new PackageSource(path, provider, baseDir ?? cwd));
  const own = store ?? new StoreEntries();
  schemes.register(
    "structured",
    (path, provider) => new StoreSource(own, { path, provider, below: builtin }),
  );
  if (builtin !== undefined) {
    schemes.register(
      "builtin",
      (path, provider) => new StoreSource(builtin, { scheme: "builtin", path, provider, fixedOnly: true }),
    );
  }
  return schemes;
}
