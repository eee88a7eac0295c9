/**
 * Every policy against an independent decode in PyTorch (test/reference/decoding.py), token for token: the canvases that
 * the model is shown, pass after pass, and the result.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanvasModel } from '../../engine/decode/canvasModel';
import { denoise } from '../../engine/decode/denoise';
import { cellIds, draftCells } from '../../engine/decode/draft';
import { policyNames } from '../../engine/decode/policies';
import type { Settings } from '../../engine/decode/settings';
import { openModel, type OpenedModel } from '../../engine/runtime/openModel';
import { Tokenizer } from '../../engine/text/tokenizer';
import { temporaryFolder } from '../support/temporaryFolder';
import { writeManifest } from '../support/tinyModel';

interface Traces {
  /** What the last norm of the body is multiplied by; a power of two, so that half precision holds it exactly. */
  readonly sharpness: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly traces: readonly {
    readonly settings: Settings;
    readonly cells: number;
    /** Per canvas the cells that differ from the one before, as [index, id]. */
    readonly changes: readonly (readonly (readonly [number, number])[])[];
  }[];
}

const FIXTURES = join(__dirname, '../fixtures');
const recorded = JSON.parse(readFileSync(join(FIXTURES, 'traces/policies.json'), 'utf8')) as Traces;
const directory = join(temporaryFolder(), 'sharp');
cpSync(join(FIXTURES, 'reference/model'), directory, { recursive: true });
sharpen(join(directory, 'model.safetensors'), Math.log2(recorded.sharpness));
writeManifest(directory);

/** Adds to the exponents of the last norm's half-precision numbers. */
function sharpen(path: string, doublings: number): void {
  const file = readFileSync(path);
  const headerBytes = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.subarray(8, 8 + headerBytes).toString('utf8')) as Record<
    string,
    { readonly dtype: string; readonly data_offsets: readonly [number, number] }
  >;
  const norm = header['norm.weight'];
  if (norm?.dtype !== 'F16') throw new Error('the reference body has no norm.weight in F16');
  const [start, end] = norm.data_offsets.map((offset) => 8 + headerBytes + offset) as [number, number];
  for (let at = start; at < end; at += 2) file.writeUInt16LE(file.readUInt16LE(at) + (doublings << 10), at);
  writeFileSync(path, file);
}

/** The loops know no characters: here every token that is not a control token spells a letter. */
class Letters extends Tokenizer {
  override bytes(id: number): Uint8Array | undefined {
    return super.bytes(id) && Uint8Array.of(0x61);
  }

  override get spelled(): readonly number[] {
    return Array.from({ length: this.size }, (_, id) => id).filter((id) => this.bytes(id) !== undefined);
  }
}

let opened: OpenedModel;
let tokenizer: Tokenizer;
beforeAll(async () => {
  opened = await openModel(directory, { threads: 1 });
  tokenizer = new Letters(JSON.parse(readFileSync(opened.tokenizerPath, 'utf8')));
});
afterAll(() => opened.close());

/** The canvases shown, then the result. */
async function canvases({ settings, cells }: Traces['traces'][number]): Promise<number[][]> {
  const shown: number[][] = [];
  const model: CanvasModel = {
    id: opened.model.id,
    specials: opened.model.specials,
    maxCells: opened.model.maxCells,
    contextTokens: opened.model.contextTokens,
    warm: (context) => opened.model.warm(context),
    // Without history every row is computed in every pass, as in the published loops.
    predict: ({ history: _, ...request }) => {
      shown.push([...request.cells]);
      return opened.model.predict(request);
    },
  };
  const parts = [
    { kind: 'cut', head: [], tail: recorded.before },
    { kind: 'cut', head: recorded.after, tail: [] },
  ] as const;
  const open = Array.from({ length: cells }, () => ({ kind: 'open', stays: true }) as const);
  const { drafts } = await denoise({ model, tokenizer }, { parts, canvases: [open], lineBreak: '\n' }, settings, {});
  return [...shown, ...drafts.map((draft) => cellIds(draftCells(draft), model.specials.mask))];
}

function differences(all: readonly (readonly number[])[], mask: number) {
  return all.map((canvas, k) =>
    canvas.flatMap((id, i) => (id === (all[k - 1]?.[i] ?? mask) ? [] : [[i, id] as const])),
  );
}

describe('policies against PyTorch', () => {
  it.each(recorded.traces.map((trace) => [trace.settings.policy, trace.settings.passes, trace] as const))(
    '%s, at most %s passes',
    async (_, __, trace) => {
      expect(differences(await canvases(trace), opened.model.specials.mask)).toEqual(trace.changes);
    },
  );

  it('covers every policy', () => {
    expect(new Set(recorded.traces.map(({ settings }) => settings.policy))).toEqual(new Set(policyNames));
  });
});
