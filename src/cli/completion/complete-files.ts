import { readdirSync, statSync } from "node:fs";
import path from "node:path";

/** `key=./da`: the key and what looks like a path behind it (H-CMP-006). */
export function splitFileWord(word: string): { readonly key: string; readonly file: string } | undefined {
  const equals = word.lastIndexOf("=");
  if (equals === -1) return undefined;
  const file = word.slice(equals + 1);
  return /^[./\\]|^[A-Za-z]:[/\\]/.test(file) ? { key: word.slice(0, equals + 1), file } : undefined;
}

/** Files that begin like a path, spelled as it is. */
export function completeFiles(file: string, cwd: string): string[] {
  const isDirectory = statSync(path.resolve(cwd, file), { throwIfNoEntry: false })?.isDirectory() === true;
  const slash = Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\"));
  const directory = isDirectory ? file : file.slice(0, slash + 1);
  const prefix = isDirectory ? "" : file.slice(slash + 1);
  const joint = directory === "" || /[/\\]$/.test(directory) ? directory : `${directory}/`;
  return list(path.resolve(cwd, directory))
    .filter((name) => name.startsWith(prefix))
    .map((name) => `${joint}${name}`);
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
