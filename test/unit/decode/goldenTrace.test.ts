/**
 * Passes of a scripted model on record: whatever changes a decision of the decoding loop shows up here as a diff. If the
 * change is meant, run `npx vitest run -u test/unit/decode/goldenTrace.test.ts` and review the new file.
 */
import { describe, expect, it } from 'vitest';
import { infill } from '../../../engine/decode/infill';
import type { PolicyName } from '../../../engine/protocol/messages';
import { chaoticAnswer, fakeModel, testTokenizer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const text = 'export const greet = (name: string) => {\r\n\treturn `héllo ${name}`;\r\n};\r\n';
const holes = [
  { span: { start: 7, end: 18 }, pins: [{ start: 13, end: 15 }] },
  { span: { start: 43, end: 49 }, length: 20 },
  { span: { start: text.length, end: text.length } },
];

async function record(policy: PolicyName): Promise<string> {
  const model = fakeModel({ answer: chaoticAnswer(11, tokenizer.size), maxCells: 16 });
  const lines: string[] = [];
  await infill(
    { model, tokenizer },
    { text, holes, options: { policy, seed: 5, temperature: 0.5, passes: 10 } },
    {
      onPass: (pass, drafts) => {
        const shown = drafts.map(({ cells }) =>
          cells.map((cell) => `${cell.state[0]}${JSON.stringify(cell.text)}${cell.confidence.toFixed(3)}`).join(' '),
        );
        lines.push(`pass ${pass}`, ...shown.map((hole) => `  ${hole}`));
      },
    },
  );
  return `${lines.join('\n')}\n`;
}

describe('golden trace', () => {
  it.each<PolicyName>(['adaptive', 'confidence', 'steps', 'entropy'])('%s', async (policy) => {
    await expect(await record(policy)).toMatchFileSnapshot(`../../fixtures/traces/${policy}.txt`);
  });
});
