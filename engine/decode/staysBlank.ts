import type { Span } from '../protocol/messages';

/** Whether a hole without text gets none: sound anywhere, but nobody asks for white space. */
export function staysBlank(document: string, { start, end }: Span, filling: string): boolean {
  return filling.trim() === '' && document.slice(start, end).trim() === '';
}
