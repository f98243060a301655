/** Says how values of a kind get into a config, where {@link builds} and {@link just} would refuse them (Z-BFN-002). */
export interface Converter {
  accepts(value: unknown): boolean;
  /** A config for the value: made by `builds`, or data. */
  toConfig(value: unknown): unknown;
}

/**
 * A converter for the instances of a class, subclasses left out.
 *
 * @example
 * class Duration {
 *   readonly ms: number;
 *   constructor({ ms }: { ms: number }) {
 *     this.ms = ms;
 *   }
 * }
 * const family = createBuilder({ converters: [converterFor(Duration, ({ ms }) => builds(Duration, { ms }))] });
 * family.just([new Duration({ ms: 5 })]);
 */
export function converterFor<T extends object>(
  type: abstract new (...args: never[]) => T,
  toConfig: (value: T) => unknown,
): Converter {
  const prototype: unknown = Reflect.get(type, "prototype");
  return {
    accepts: (value) =>
      typeof value === "object" && value !== null && Object.getPrototypeOf(value) === prototype,
    toConfig: (value) => toConfig(value as T),
  };
}
