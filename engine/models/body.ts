/**
 * What a runtime must know of a body of weights besides the graph itself. Written into `remask.json` at import, so that
 * nothing beyond `families/` ever asks which family a model is of.
 */
import { z } from 'zod';

import type { Quantization } from '../protocol/messages';

const size = z.number().int().positive().max(10_000_000);
const tokenId = z.number().int().nonnegative();

const attentionSchema = z.discriminatedUnion('kind', [
  /** Every row attends every row. */
  z.object({ kind: z.literal('bidirectional') }),
  /** A row attends its own block and all blocks before it: text behind a hole is invisible to the hole. */
  z.object({ kind: z.literal('block-causal'), block: size.max(4096) }),
  /**
   * Text before the canvas attends what is before it, the canvas attends everything. In all but the `wide` layers, only
   * the last rows of that text are in reach: `window` with the row that looks. A canvas has at most `canvas` rows, and
   * text behind a hole is seen only there.
   */
  z.object({ kind: z.literal('encoded'), window: size, canvas: size.max(4096) }),
]);

export const bodySchema = z.object({
  vocabulary: size,
  hidden: size,
  layers: size.max(512),
  heads: size,
  kvHeads: size,
  headDim: size.multipleOf(2),
  /** How many of a head's numbers are rotated, and the base of the frequencies. */
  rotary: z.object({ dims: size.multipleOf(2), theta: z.number().positive() }),
  /** Layers without a window, whose heads may be of another size. `dims` of the rotary are those that turn. */
  wide: z
    .object({
      layers: z.array(z.number().int().nonnegative()).max(512),
      kvHeads: size,
      headDim: size.multipleOf(2),
      rotary: z.object({ dims: size.multipleOf(2), theta: z.number().positive() }),
    })
    .optional(),
  epsilon: z.number().positive(),
  attention: attentionSchema,
  /** Which row predicts a token: its own, or the one before it (as in the autoregressive model it was made from). */
  alignment: z.enum(['same', 'shifted']),
  /** Longest sequence that the model was made for. */
  contextLength: size,
  /** What an open cell holds; without meaning to a body whose canvases begin as random tokens. */
  maskId: tokenId,
  /** Canvases begin as random tokens instead of masks, and a pass is told what the one before it predicted. */
  canvas: z.literal('noise').optional(),
  /** Predicted where a cell is surplus, and where one stands for two. */
  deleteId: tokenId.optional(),
  expandId: tokenId.optional(),
  /** Ids around a document. */
  beginIds: z.array(tokenId).max(16),
  endIds: z.array(tokenId).max(16),
});

export type Body = Readonly<z.infer<typeof bodySchema>>;
export type Attention = Body['attention'];

export const quantizationSchema: z.ZodType<Quantization> = z.enum(['none', 'int8', 'int4']);
