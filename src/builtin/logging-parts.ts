type Part = Readonly<Record<string, unknown>>;

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
