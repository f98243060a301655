import { writeFileSync } from "node:fs";
import path from "node:path";
import { field, launch, makeConfig, zen, type RunContext } from "orochi";

interface Picture {
  readonly file: string;
  readonly width: number;
  readonly quality: number;
}

function shrink({ file, width, quality }: Picture, { outputDir }: RunContext): string {
  const note = `${file} at ${width} px, quality ${quality}`;
  writeFileSync(path.join(outputDir, "note.txt"), note);
  return note;
}

const Config = makeConfig({ file: field.str(), width: field.int(640), quality: field.int(80) });

const job = await launch(Config, zen(shrink), {
  jobName: "shrink",
  overrides: { file: "cat.png", width: 320, "hydra.run.dir": "out" },
});
console.log(job.status, "-", job.returnValue);
