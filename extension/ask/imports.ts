/** The files that a text imports by a relative path, as far as its own words tell. Pure. */

const RELATIVE = /(?:from|import|require\()\s*['"](\.{1,2}\/[^'"\n]+)['"]/g;
const PYTHON = /^from\s+\.(\w+)\s+import\b/gm;
const ENDINGS = ['', '.ts', '.tsx', '.js', '.jsx', '.mjs', '.json', '/index.ts', '/index.js'];

/** For each import the paths, relative to the text's own folder, that it may mean. */
export function importsIn(text: string): readonly (readonly string[])[] {
  const scripts = [...text.matchAll(RELATIVE)].map(([, path = '']) => scriptPaths(path));
  const modules = [...text.matchAll(PYTHON)].map(([, name = '']) => [`${name}.py`]);
  return [...scripts, ...modules];
}

/** TypeScript may import `./cart.js` and mean `./cart.ts`. */
function scriptPaths(path: string): string[] {
  const stems = [path, path.replace(/\.m?js$/, '')];
  return [...new Set(stems.flatMap((stem) => ENDINGS.map((ending) => stem + ending)))].filter((each) =>
    /\.\w+$/.test(each),
  );
}
