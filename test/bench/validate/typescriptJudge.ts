/** TypeScript's own verdict on one file, by its language service: what an editor shows, without an editor. */
import ts from 'typescript';
import type { Problem } from '../../../engine/protocol/messages';
import type { Completion } from '../../../engine/validate/rounds/completions';

const FILE = '/case.ts';
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  types: [],
  noEmit: true,
};

export interface TypeScriptJudge {
  judge(text: string): Problem[];
  /** Its completion list at an offset. */
  complete(text: string, offset: number): Completion[];
}

/** One service for all cases: the library files are read once. */
export function typescriptJudge(): TypeScriptJudge {
  let current = '';
  let version = 0;
  const service = ts.createLanguageService({
    getCompilationSettings: () => OPTIONS,
    getScriptFileNames: () => [FILE],
    getScriptVersion: (file) => (file === FILE ? String(version) : '0'),
    getScriptSnapshot: (file) => {
      const text = file === FILE ? current : ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (file) => file === FILE || ts.sys.fileExists(file),
    readFile: (file) => ts.sys.readFile(file),
  });
  const read = (text: string): void => {
    if (text !== current) version++;
    current = text;
  };
  return {
    judge: (text) => {
      read(text);
      return [...service.getSyntacticDiagnostics(FILE), ...service.getSemanticDiagnostics(FILE)].map(problemOf);
    },
    complete: (text, offset) => {
      read(text);
      const entries = service.getCompletionsAtPosition(FILE, offset, undefined)?.entries ?? [];
      return entries.map(({ name, insertText, sortText }) => ({ text: insertText ?? name, sortText }));
    },
  };
}

function problemOf({ start = 0, length = 0, messageText }: ts.Diagnostic): Problem {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ');
  return { span: { start, end: start + length }, message, source: 'ts' };
}
