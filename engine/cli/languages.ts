/** Which language a file is in, by what its name ends with: the ids are VS Code's. */
import { extname } from 'node:path';

const LANGUAGES: Readonly<Record<string, string>> = {
  ...{ '.ts': 'typescript', '.mts': 'typescript', '.cts': 'typescript', '.tsx': 'typescriptreact' },
  ...{ '.js': 'javascript', '.mjs': 'javascript', '.cjs': 'javascript', '.jsx': 'javascriptreact' },
  ...{ '.py': 'python', '.pyi': 'python' },
  ...{ '.json': 'json', '.jsonc': 'jsonc' },
  ...{ '.css': 'css', '.go': 'go', '.java': 'java', '.md': 'markdown', '.rb': 'ruby', '.rs': 'rust' },
};

/** Empty if no language is known by the ending. */
export function languageOf(path: string): string {
  return LANGUAGES[extname(path).toLowerCase()] ?? '';
}
