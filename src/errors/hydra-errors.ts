import { OrochiError } from "./base.ts";

/** Base of the errors of composing and running (H-ERR-001). */
export abstract class HydraError extends OrochiError {}

/** An error of an override's text. */
export class OverrideParseException extends HydraError {
  static {
    this.prototype.name = "OverrideParseException";
  }
}

/** Configs and overrides that do not compose. */
export class ConfigCompositionException extends HydraError {
  static {
    this.prototype.name = "ConfigCompositionException";
  }
}

/** A config that no source has. */
export class MissingConfigException extends ConfigCompositionException {
  static {
    this.prototype.name = "MissingConfigException";
  }
}

/** A search path that cannot be used. */
export class SearchPathException extends HydraError {
  static {
    this.prototype.name = "SearchPathException";
  }
}

/** A config that cannot be loaded. */
export class ConfigLoadError extends HydraError {
  static {
    this.prototype.name = "ConfigLoadError";
  }
}

/** A target that cannot be found, called or configured. */
export class InstantiationException extends HydraError {
  static {
    this.prototype.name = "InstantiationException";
  }
}

/**
 * Any other condition of a run that the user can mend.
 *
 * @example
 * throw new HydraException("LAUNCHER_INVALID", "The queue has no name", {
 *   key: "hydra.launcher.queue",
 *   hint: "set hydra.launcher.queue",
 * });
 */
export class HydraException extends HydraError {
  static {
    this.prototype.name = "HydraException";
  }
}

/** A command line that cannot be understood: the process exits with 2. */
export class UsageError extends HydraError {
  static {
    this.prototype.name = "UsageError";
  }
}

/** builds(), just(), zen() or a store used wrongly, found when the config is created. */
export class ZenError extends HydraError {
  static {
    this.prototype.name = "ZenError";
  }
}
