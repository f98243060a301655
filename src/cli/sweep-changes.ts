import path from "node:path";
import { isRedacted } from "../compose/secrets.ts";
import { isOrochiError } from "../errors/base.ts";
import type { HydraException } from "../errors/hydra-errors.ts";
import type { Composition } from "../compose/compose.ts";
import { fileFingerprint, fingerprint } from "../jobs/fingerprint.ts";
import type { SweepLine } from "../jobs/journal-lines.ts";
import { changed, savedDifferences } from "../jobs/past-jobs.ts";
import type { SweepJob, SweepRecord } from "../jobs/read-sweep.ts";
import { isHydraOverride, type Override } from "../overrides/types.ts";
import type { App } from "./app.ts";
import { givenFor } from "./given-again.ts";
import { version } from "./version.ts";

/** Jobs that are composed again before any runs, to see whether they are what they were. */
const sampled = 20;

/** What of the flags is not what the sweep began with, one text for each. */
export function lineChanges({ configName, flags }: SweepLine, app: App): string[] {
  const rows = [
    ["--config-name", configName ?? undefined, app.configName],
    ["--config-path", flags["configPath"], app.flags["configPath"]],
    ["--config-dir", flags["configDir"], app.flags["configDir"]],
  ] as const;
  return rows
    .filter(([, was, is]) => was !== is)
    .map(([flag, was, is]) => `${flag} is ${is ?? "not given"} (was ${was ?? "not given"})`);
}

/** Overrides that say nothing of the jobs themselves: a sweep may go on with fewer workers. */
export function isAboutLaunching(text: string): boolean {
  return /^\+?\+?hydra(?:\.launcher\.|\/launcher=|\.verbose=)/.test(text);
}

/** What of the program and its configs is not what it was when the sweep ran, one text for each. */
export function sweepChanges(
  sweep: SweepRecord,
  app: App,
  overrides: readonly Override[],
  { repository }: Composition,
): string[] {
  const { orochi } = sweep.header;
  const jobs = jobChanges(sweep, app, overrides);
  return [
    ...(orochi === version ? [] : [`Orochi is ${version} (was ${orochi})`]),
    ...sourceChanges(sweep, repository.usedTexts),
    ...jobs,
  ];
}

export function sweepChanged({ directory }: SweepRecord, changes: readonly string[]): HydraException {
  return changed(
    `The sweep in ${directory} is not what it was:\n${changes.map((line) => `  ${line}`).join("\n")}`,
  );
}

function sourceChanges({ sources }: SweepRecord, texts: ReadonlyMap<string, string>): string[] {
  return [...sources].flatMap(([file, was]) => {
    const text = texts.get(file);
    // What a source of another kind holds shows in the jobs.
    if (text === undefined && !path.isAbsolute(file)) return [];
    const is = text === undefined ? fileFingerprint(file) : fingerprint(text);
    if (is === was) return [];
    return [is === undefined ? `${file} is gone` : `${file} has changed`];
  });
}

/** The first job whose config would be another one now, by its keys. */
function jobChanges(sweep: SweepRecord, app: App, overrides: readonly Override[]): string[] {
  const hydra = overrides.filter(isHydraOverride);
  for (const job of sampleOf(sweep)) {
    const lines = differencesOf(sweep, job, app, { hydra, overrides });
    if (lines.length > 0) return lines.map((line) => `job #${job.num}: ${line}`);
  }
  return [];
}

/** Those of a job, with what its record does not hold taken from the command line. */
function overridesOf({ overrides }: SweepJob, given: readonly Override[]): string[] {
  const texts = given.map(({ text }) => text);
  return overrides.map((text) => (isRedacted(text) ? (givenFor(text, texts) ?? text) : text));
}

function differencesOf(
  sweep: SweepRecord,
  job: SweepJob,
  app: App,
  { hydra, overrides }: { readonly hydra: readonly Override[]; readonly overrides: readonly Override[] },
): string[] {
  try {
    const composition = app.compose([...hydra, ...app.parse(overridesOf(job, overrides))], "run");
    return savedDifferences(sweep, job, composition);
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    return [error.summary];
  }
}

/** Jobs that left their configs, from all over the sweep. */
function sampleOf({ jobs }: SweepRecord): SweepJob[] {
  const saved = [...jobs.values()].filter(({ attempts }) => attempts > 0);
  const step = Math.max(1, Math.ceil(saved.length / sampled));
  return saved.filter((_job, index) => index % step === 0);
}
