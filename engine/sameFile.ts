import { statSync, type BigIntStats } from 'node:fs';

/** Whether two paths lead to one file: through a link, or in other letters where the system does not tell cases apart. */
export function isSameFile(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [statsOf(a), statsOf(b)];
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

/** `undefined` for what is not there, or cannot be reached. */
function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}
