import { type ErrorFacts, OrochiError } from "./base.ts";
import type { ErrorCode } from "./codes.ts";

/** Facts of an error about a value in a config (O-ERR-001). */
export interface ConfigErrorFacts extends ErrorFacts {
  /** The value that was offered, for writes. */
  readonly value?: unknown;
  /** Declared type of the slot or container, as text: `int`, `User`, `list[int] | null`. */
  readonly referenceType?: string | undefined;
  /** What the container holds now: `map`, `list` or a schema's name. */
  readonly objectType?: string | undefined;
}

/** Base of all errors about the content of a config. Class names are OmegaConf's (O-ERR). */
export abstract class ConfigError extends OrochiError {
  readonly value: unknown;
  readonly referenceType: string | undefined;
  readonly objectType: string | undefined;

  constructor(code: ErrorCode, summary: string, facts: ConfigErrorFacts = {}) {
    super(code, summary, facts);
    this.value = facts.value;
    this.referenceType = facts.referenceType;
    this.objectType = facts.objectType;
  }

  override toJSON(): Record<string, unknown> {
    const { referenceType, objectType } = this;
    return {
      ...super.toJSON(),
      ...(referenceType === undefined ? {} : { referenceType }),
      ...(objectType === undefined ? {} : { objectType }),
    };
  }
}

/** A mandatory value (`???`) was read. */
export class MissingMandatoryValue extends ConfigError {
  static {
    this.prototype.name = "MissingMandatoryValue";
  }
}

/** A key of a type that the mapping does not take. */
export class KeyValidationError extends ConfigError {
  static {
    this.prototype.name = "KeyValidationError";
  }
}

/** A value that does not fit the declared type, or an input that cannot become a config. */
export class ValidationError extends ConfigError {
  static {
    this.prototype.name = "ValidationError";
  }
}

/** A leaf value of a kind that configs cannot hold. */
export class UnsupportedValueType extends ValidationError {
  static {
    this.prototype.name = "UnsupportedValueType";
  }
}

/** A write below a read-only node. */
export class ReadonlyConfigError extends ConfigError {
  static {
    this.prototype.name = "ReadonlyConfigError";
  }
}

/** An absent key. Serves for attribute-like and item-like access alike. */
export class ConfigKeyError extends ConfigError {
  static {
    this.prototype.name = "ConfigKeyError";
  }
}

/** An operation that this kind of node does not have. */
export class ConfigTypeError extends ConfigError {
  static {
    this.prototype.name = "ConfigTypeError";
  }
}

/** A list index that is out of range. */
export class ConfigIndexError extends ConfigError {
  static {
    this.prototype.name = "ConfigIndexError";
  }
}

/** An unusable argument, such as an item that a list does not hold. */
export class ConfigValueError extends ConfigError {
  static {
    this.prototype.name = "ConfigValueError";
  }
}

/** A config that would contain itself. */
export class ConfigCycleDetectedException extends ConfigError {
  static {
    this.prototype.name = "ConfigCycleDetectedException";
  }
}

/** A `${...}` that cannot be parsed. */
export class GrammarParseError extends ConfigError {
  static {
    this.prototype.name = "GrammarParseError";
  }
}

/** A `${...}` whose resolution failed. */
export class InterpolationResolutionError extends ConfigError {
  static {
    this.prototype.name = "InterpolationResolutionError";
  }
}

/** A resolver that is not registered. */
export class UnsupportedInterpolationType extends InterpolationResolutionError {
  static {
    this.prototype.name = "UnsupportedInterpolationType";
  }
}

/** A `${...}` that points to nothing. */
export class InterpolationKeyError extends InterpolationResolutionError {
  static {
    this.prototype.name = "InterpolationKeyError";
  }
}

/** A `${...}` that points to a mandatory value without a value. */
export class InterpolationToMissingValueError extends InterpolationResolutionError {
  static {
    this.prototype.name = "InterpolationToMissingValueError";
  }
}

/** The result of a `${...}` does not fit the type of the value that reads it. */
export class InterpolationValidationError extends InterpolationResolutionError {
  static {
    this.prototype.name = "InterpolationValidationError";
  }
}

/** Text that is not YAML, or YAML that a config cannot hold. */
export class YamlError extends ConfigError {
  static {
    this.prototype.name = "YamlError";
  }
}
