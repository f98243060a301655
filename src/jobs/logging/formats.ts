// Formats of the built-in logging configs (H-LOG-001, H-LOG-002).

/** A line with time, logger and level. */
export const longFormat = "[%(asctime)s][%(name)s][%(levelname)s] - %(message)s";

/** What Hydra says itself. */
export const hydraFormat = "[%(asctime)s][HYDRA] %(message)s";

export const messageFormat = "%(message)s";
