/**
 * Imports a module of the app. It has a file of its own because the built package takes the import of its entry instead: a script
 * has none (docs/decisions/0010).
 */
export function importModule(address: string): Promise<unknown> {
  return import(/* @vite-ignore */ address);
}
