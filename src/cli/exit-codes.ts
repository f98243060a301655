/** How the program ends (H-APP-002, H-ERR-026). */
export const exitCodes = {
  ok: 0,
  /** A mistake in configs or overrides, or a failed job. */
  failure: 1,
  /** A command line that cannot be understood. */
  usage: 2,
  /** Ctrl-C (SIGINT). */
  cancelled: 130,
  /** SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
