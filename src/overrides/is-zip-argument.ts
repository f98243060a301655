const head = /^zip\(\s*(?:\)|(?:~|\+\+?)?[A-Za-z_$][\w$./@-]*\s*=)/;

/** Whether an argument has the form `zip(a=choice(1,2),b=choice(x,y))`. No key of an override can begin like that. */
export function isZipArgument(text: string): boolean {
  return text.startsWith("zip(") && head.test(text);
}
