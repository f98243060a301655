import { execFileSync } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ShippedRig } from "./shipped.ts";

/** A repository in which all is committed, but what the callbacks write. */
function repository(directory: string): (...args: string[]) => string {
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=me", "-c", "user.email=me@example.org", ...args], {
      cwd: directory,
      encoding: "utf8",
    }).trim();
  git("init", "-q", "-b", "trunk");
  writeFileSync(path.join(directory, ".gitignore"), "out\nsweep\n");
  writeFileSync(path.join(directory, "code.txt"), "one\n");
  git("add", ".");
  git("commit", "-q", "-m", "first");
  return git;
}

test("commit, branch and a tree without changes", async () => {
  using rig = new ShippedRig();
  const git = repository(rig.directory);
  git("remote", "add", "origin", "https://me:canary@example.org/code.git");
  const { json, read } = await rig.run(["+hydra/callbacks=git"]);
  const commit = git("rev-parse", "HEAD");
  const remote = "https://example.org/code.git";
  expect(json("out/git.json")).toEqual({ commit, branch: "trunk", dirty: false, remote, untracked: [] });
  expect(json("out/.hydra/result.json")).toMatchObject({
    notes: { git: { commit, branch: "trunk", dirty: false } },
  });
  expect(() => read("out/git.patch")).toThrow("ENOENT");
});

test("what was changed, in a patch that can be applied, once for a sweep", async () => {
  using rig = new ShippedRig();
  const git = repository(rig.directory);
  appendFileSync(path.join(rig.directory, "code.txt"), "two\n");
  writeFileSync(path.join(rig.directory, "new.txt"), "");
  git("config", "diff.noprefix", "true");
  git("config", "color.ui", "always");
  const { json } = await rig.run(["-m", "x=1,2", "hydra/callbacks=git"]);
  expect(json("sweep/git.json")).toMatchObject({ dirty: true, untracked: ["new.txt"], patch: "git.patch" });
  git("checkout", "-q", "code.txt");
  git("apply", "sweep/git.patch");
  expect(git("diff", "--stat", "--color=never")).toContain("1 file changed, 1 insertion");
  expect(json("sweep/1/.hydra/result.json")).toMatchObject({ notes: { git: { dirty: true } } });
});

test("a patch that is too large is left out, with a note", async () => {
  using rig = new ShippedRig();
  repository(rig.directory);
  writeFileSync(path.join(rig.directory, "code.txt"), "long\n".repeat(1000));
  const { json, stdout } = await rig.run(["+hydra/callbacks=git", "hydra.callbacks.git.max_patch_mb=0.001"]);
  expect(json("out/git.json")).toMatchObject({ note: expect.stringContaining("larger than 0.001 MB") });
  expect(stdout).toContain("max_patch_mb");
});

test.for([
  { id: "outside of a repository", env: {}, note: "is not in a git repository" },
  { id: "without git", env: { PATH: "/nowhere" }, note: "git is not installed" },
])("$id it says so", async ({ env, note }) => {
  using rig = new ShippedRig();
  const before = process.env["PATH"];
  if ("PATH" in env) process.env["PATH"] = env.PATH;
  try {
    const { json, exitCode } = await rig.run(["+hydra/callbacks=git"]);
    expect([exitCode, json("out/git.json")]).toEqual([0, { note: expect.stringContaining(note) }]);
  } finally {
    process.env["PATH"] = before;
  }
});
