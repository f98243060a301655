import { appendFileSync } from "node:fs";
import path from "node:path";
import { hydraConf, makeConfig, zen, ZenStore } from "orochi";

const store = new ZenStore();
store(
  hydraConf({
    job: { name: "export", chdir: true, env_set: { LANG_OF_REPORT: "en" } },
    run: { dir: "runs/${hydra.job.name}" },
    sweep: { dir: "sweeps", subdir: "${hydra.job.override_dirname}" },
  }),
);
store(makeConfig({ format: "csv" }), { name: "config" });

function report({ format }: { format: string }): void {
  appendFileSync(`report.${format}`, "one line\n");
  console.log(`report.${format} in ${path.relative(import.meta.dirname, process.cwd()) || "."}`);
  console.log(`language: ${process.env["LANG_OF_REPORT"] ?? "none"}`);
}

zen(report).main({ store, configName: "config" });
