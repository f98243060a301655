import { expect, test } from "vitest";
import { App } from "./rig.ts";

const app = `
import { instantiate, main } from "orochi";
import { toYaml } from "orochi/config";

main(
  async (config: { part: object }) => {
    console.log(toYaml(config.part));
    console.log(await instantiate(config.part));
  },
  { configPath: "conf", configName: "config", targets: ["./parts.ts"] },
);
`;
const files = {
  "my_app.ts": app,
  "parts.ts": `
import { runContext } from "orochi";
export class Part {
  readonly size: number;
  readonly inJob: boolean;
  constructor({ size }: { size: number }) {
    this.size = size;
    this.inJob = runContext().outputDir.length > 0;
  }
}
`,
  "conf/config.yaml": "part:\n  _target_: ./parts.ts:Part\n  size: 2\n",
};

test.for([
  { id: "no package.json", manifest: undefined },
  { id: "a package as npm makes it", manifest: { name: "app" } },
  { id: "a CommonJS package", manifest: { type: "commonjs" } },
  { id: "an ESM package", manifest: { type: "module" } },
])("an app runs whatever kind of modules its folder has: $id", async ({ manifest }) => {
  using folder = new App(
    manifest === undefined ? files : { ...files, "package.json": JSON.stringify(manifest) },
  );
  expect(await folder.run([])).toEqual({
    exitCode: 0,
    signal: null,
    stderr: "",
    stdout: "_target_: ./parts.ts:Part\nsize: 2\n\nPart { size: 2, inJob: true }\n",
  });
  const listed = await folder.run(["--info", "defaults"]);
  expect(listed).toMatchObject({ exitCode: 0, stderr: "" });
});
