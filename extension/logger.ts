/** What the parts of the extension need of a log; `log.ts` gives them VS Code's own channel. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
