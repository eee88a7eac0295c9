/** The languages whose grammar is at hand, and the file of @vscode/tree-sitter-wasm that holds it. */
const FILES: Readonly<Record<string, string>> = {
  typescript: 'typescript',
  typescriptreact: 'tsx',
  javascript: 'javascript',
  javascriptreact: 'javascript',
  python: 'python',
  css: 'css',
  go: 'go',
  java: 'java',
  rust: 'rust',
};

/** By language id; `undefined` for a language that is not among them. */
export function grammarFile(languageId: string): string | undefined {
  return Object.hasOwn(FILES, languageId) ? `tree-sitter-${FILES[languageId]}.wasm` : undefined;
}
