/** Standard output and error of a command. Whoever reads may stop at any time; that is no failure. */

/** Writes one value as a line of NDJSON. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** A remark for a person, on stderr. */
export function note(text: string): void {
  process.stderr.write(`remask: ${text}\n`);
}

/** Ends quietly when the reader of stdout goes away, as `head` does. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(isReaderGone(error) ? 0 : 1);
  });
}

/** Windows has two names for a pipe that nobody reads: libuv takes the one for the end of a file. */
export function isReaderGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'EOF';
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
