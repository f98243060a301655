import { field, isOrochiError, launch, makeConfig, zen } from "orochi";

const Config = makeConfig({ file: field.str(), width: field.int(640) });
const task = zen(({ file, width }: { file: string; width: number }) => `${file} at ${width} px`);

for (const overrides of [["file=cat.png", "width=wide"], ["file=cat.png", "widht=320"], []]) {
  try {
    await launch(Config, task, { overrides: [...overrides, "hydra.output=none"] });
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    console.log(`[${error.code}] ${error.message}\n`);
  }
}
