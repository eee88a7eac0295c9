/**
 * Which extension the hosts load: this clone, or another unpacked one (a packaged build) named by `REMASK_EXTENSION`.
 */
import { REPOSITORY_ROOT } from './repositoryRoot';

export function extensionUnderTest(): string {
  return process.env['REMASK_EXTENSION'] || REPOSITORY_ROOT;
}
