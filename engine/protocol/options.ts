/** What each is for, its defaults and its source: engine/decode/README.md. */
export type PolicyName =
  | 'adaptive'
  | 'confidence'
  | 'steps'
  | 'entropy'
  | 'threshold'
  | 'factor'
  | 'llada'
  | 'llada2'
  | 'joint'
  | 'sdar'
  | 'klass'
  | 'slowfast'
  | 'saber'
  | 'p2'
  | 'refine'
  | 'dream-origin'
  | 'dream-maskgit'
  | 'dream-margin'
  | 'dream-entropy'
  | 'dreamon'
  | 'ancestral'
  | 'remdm-cap'
  | 'remdm-rescale'
  | 'remdm-conf'
  | 'remdm-loop'
  | 'gidd'
  | 'gemma';

/**
 * How many tokens a hole gets that names no length: `learned` by DELETE and EXPAND while denoising (bundled model,
 * DreamOn), `recalled` the same from as many as elsewhere in the document, `cal` searched for before, `daedal` grown where
 * the model is in doubt, `fixed` as many as the text had.
 */
export type LengthPolicyName = 'learned' | 'recalled' | 'cal' | 'daedal' | 'fixed';

/** How a run decodes. Everything has a default in the engine; the result reports what was used. */
export interface DecodeOptions {
  /** Seeds every random choice of the run. Same document, options and seed: same text. */
  readonly seed?: number;
  /** Upper bound on passes (a run may need fewer). */
  readonly passes?: number;
  /** What a pass commits, edits and opens again. */
  readonly policy?: PolicyName;
  /** 0 takes the likeliest token; above 0 samples. */
  readonly temperature?: number;
  /** Randomness of which cells a pass decides, where the policy knows it (`dream-*`); 0 takes the best. */
  readonly choiceTemperature?: number;
  /** `auto`: `recalled` if the document counts beside the model, else `learned` if it has DELETE, else `cal`. */
  readonly lengthPolicy?: LengthPolicyName | 'auto';
  /** Lets a draft repeat a word or a line as text does not; otherwise it may not. */
  readonly allowRepeats?: boolean;
  /**
   * Drafts again, a few times, while the draft breaks the grammar of the document's language; on unless `false`. Each
   * draft's passes are told as they are made; those told last are the result's.
   */
  readonly syntax?: boolean;
  /**
   * Makes 1 to 8 drafts and takes the likeliest: the first as without this, the others with the next seeds and a
   * temperature of at least 0.7. Its passes are told once it is chosen, and the others' not at all.
   */
  readonly bestOf?: number;
}
