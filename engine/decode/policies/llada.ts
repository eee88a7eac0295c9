/**
 * LLaDA's own loop: blocks of 32 cells left to right, in each the same number of cells a pass, most confident first.
 * Source: LLaDA (Nie et al. 2025), ML-GSAI/LLaDA generate.py, remasking `low_confidence`, block_length 32.
 */
import { byConfidence, onePerCell, quota, stateless } from './policy';
import { firstSubBlock } from './subBlocks';

const BLOCK = 32;

export const lladaPolicy = stateless(
  (view) => {
    const { open, passesLeft } = firstSubBlock(view, BLOCK);
    return byConfidence(open).slice(0, quota(open.length, passesLeft));
  },
  { passes: onePerCell },
);
