/** Where and for whom an edit works: files that are on no disk, readers of words rather than colours, finders of bugs. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command } from '../../extension/ids';
import { openText, select } from './support/editors';
import { MemoryFiles } from './support/memoryFiles';
import { inState, noSession, run } from './support/remask';
import { until } from './support/until';
import { useFakeEngine } from './support/useFakeEngine';

const SOURCE = 'const a = launch(1);\n';
const FILLED = 'landed()';

suite('fitting in', () => {
  const engine = useFakeEngine();

  test('a file of a virtual workspace is filled, accepted and saved', async () => {
    const files = new MemoryFiles();
    const registration = vscode.workspace.registerFileSystemProvider('memory', files);
    try {
      const uri = vscode.Uri.parse('memory:/virtual/a.ts');
      files.writeFile(uri, new TextEncoder().encode(SOURCE));
      engine.play({ texts: [FILLED] });
      const editor = await vscode.window.showTextDocument(uri);
      select(editor, 'launch(1)');
      await run(Command.infill);
      await inState(editor.document, 'staged');
      await run(Command.accept);
      await noSession(editor.document);
      await editor.document.save();
      assert.equal(files.read(uri), SOURCE.replace('launch(1)', FILLED));
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    } finally {
      registration.dispose();
    }
  });

  test('other line endings leave a review in its place', async () => {
    const source = 'head\nbody\nconst a = one;\ntail\n';
    engine.play({ texts: ['uno_and_more'] });
    const editor = await openText(source);
    const { document } = editor;
    select(editor, 'one');
    await run(Command.infill);
    await inState(document, 'staged');
    await editor.edit((builder) => builder.setEndOfLine(vscode.EndOfLine.CRLF));
    await until('the lines end otherwise', () => document.getText().includes('\r\n'));
    await run(Command.reject);
    await noSession(document);
    assert.equal(document.getText(), source.replaceAll('\n', '\r\n'));
  });

  test('a report is copied without any code', async () => {
    engine.play({ texts: [FILLED] });
    const editor = await openText(SOURCE);
    select(editor, 'launch(1)');
    await run(Command.infill);
    await inState(editor.document, 'staged');
    const report = await copiedReport();
    assert.match(report, /Remask \d+\.\d+\.\d+, VS Code \d/);
    assert.match(report, /Engine: ready/);
    assert.match(report, /\| fake \| 1 \|/);
    for (const code of [FILLED, 'launch', editor.document.fileName]) assert.ok(!report.includes(code), report);
  });
});

/** Runs *Copy Report* and takes the first choice. */
async function copiedReport(): Promise<string> {
  await vscode.env.clipboard.writeText('');
  const done = run(Command.copyReport);
  // The pick takes commands once it is on the screen, which no API tells.
  return until('the report', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 200))]);
    return vscode.env.clipboard.readText();
  });
}
