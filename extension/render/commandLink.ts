/** The target of a Markdown link that runs a command. Pure. */
import type { CommandId } from '../ids';

/** A parenthesis, which `encodeURIComponent` lets through, would end the link where it stands. */
export function commandLink(command: CommandId, argument?: unknown): string {
  if (argument === undefined) return `command:${command}`;
  const encoded = encodeURIComponent(JSON.stringify([argument]));
  return `command:${command}?${encoded.replaceAll('(', '%28').replaceAll(')', '%29')}`;
}
