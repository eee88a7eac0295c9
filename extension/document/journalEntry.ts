/** What the journal keeps of a session, as it is read back: a file of another version or half a file is refused. */
import * as z from 'zod/mini';

const count = z.number();
const span = z.object({ start: count, end: count });
const cell = z.object({
  span,
  confidence: count,
  alternatives: z.array(z.object({ text: z.string(), probability: count })),
  mark: z.enum(['open', 'kept', 'accepted', 'pinned']),
});
const entrySchema = z.object({
  uri: z.string(),
  /** ISO time of the staging. */
  time: z.string(),
  /** The window that staged it; its entries are no leftovers while it lives. */
  processId: count,
  passes: count,
  /** What the model was told, if it was told anything. */
  instruction: z.optional(z.string()),
  /** As they lay in the document: enough to go on with the review, or to bring the original back. */
  holes: z.array(z.object({ span, text: z.string(), original: z.string(), cells: z.array(cell) })),
});

export type JournalEntry = z.infer<typeof entrySchema>;

/** Throws if it is none. */
export function parseEntry(json: string): JournalEntry {
  return entrySchema.parse(JSON.parse(json));
}
