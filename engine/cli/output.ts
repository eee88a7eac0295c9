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

let outlives = false;

/** For a command that leaves a file, too: it goes on to its end even if nobody reads what it says. */
export function outliveReader(): void {
  outlives = true;
}

/** Ends quietly when the reader of stdout goes away, as `head` does. That of remarks may go at any time. */
export function endWithReader(): void {
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isReaderGone(error)) return failOnce(error);
    if (!outlives) process.exit(0);
  });
}

let hasFailed = false;

/** Where stdout is a file, for instance, and its disk full. Every further write fails, too. */
function failOnce({ code, message }: NodeJS.ErrnoException): void {
  if (hasFailed) return;
  hasFailed = true;
  note(`standard output cannot be written (${code ?? message}): direct it elsewhere`);
  if (!outlives) process.exit(1);
  process.once('exit', () => (process.exitCode ||= 1));
}

/** Windows has two names for a pipe that nobody reads: libuv takes the one for the end of a file. */
export function isReaderGone({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'EOF';
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
