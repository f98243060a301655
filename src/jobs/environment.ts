/** Sets variables and answers a function that restores exactly what was there (H-JOB-004). */
export function setEnvironment(
  env: Record<string, string | undefined>,
  variables: Iterable<readonly [name: string, value: string]>,
): () => void {
  const before = new Map<string, string | undefined>();
  for (const [name, value] of variables) {
    if (!before.has(name)) before.set(name, env[name]);
    env[name] = value;
  }
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete env[name];
      else env[name] = value;
    }
  };
}
