/** What users type to start an app, for help texts. */
export function programName(script: string | undefined, jobName: string): string {
  if (script === undefined) return jobName;
  if (/\.[cm]?tsx?$/.test(script)) return `npx tsx ${script}`;
  return /\.[cm]?jsx?$/.test(script) ? `node ${script}` : jobName;
}
