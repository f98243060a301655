type Part = Readonly<Record<string, unknown>>;

/** A line with time, logger and level. */
export const longFormat = "[%(asctime)s][%(name)s][%(levelname)s] - %(message)s";

/** What the logging configs for the terminal have in common. */
export function terminalHandler(formatter: string): Part {
  return { class: "logging.StreamHandler", formatter, stream: "ext://sys.stdout" };
}

/** The log file in a job's output directory (H-LOG-001). */
export const jobFileHandler: Part = {
  class: "logging.FileHandler",
  formatter: "simple",
  filename: "${hydra.runtime.output_dir}/${hydra.job.name}.log",
};
