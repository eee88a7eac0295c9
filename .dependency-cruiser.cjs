/** The arrows of the architecture. `npm run arrows` enforces them; engine/README.md and extension/README.md draw them. */
const outside = (from, to, comment) => ({ name: comment, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    outside(
      { path: '^extension/' },
      { path: '^engine/(?!protocol/|validate/rounds/)' },
      'extension sees only engine/protocol and the rounds of validate-and-remask',
    ),
    outside(
      { path: '^engine/validate/rounds/' },
      { path: '^(engine/(?!validate/rounds/|protocol/)|node:)' },
      'the rounds are pure: whoever runs them brings the model and the judge',
    ),
    outside(
      { path: '^engine/validate/' },
      { path: '^engine/(?!validate/|protocol/)' },
      'validators judge text and know of no model',
    ),
    outside(
      { path: '^engine/syntax/' },
      { path: '^engine/(?!syntax/|validate/|protocol/)' },
      'syntax is read from text alone',
    ),
    outside(
      { path: '^(extension|engine)/', pathNot: '^engine/syntax/treeSitter\\.ts$' },
      { path: '^@vscode/tree-sitter-wasm$|node_modules/@vscode/tree-sitter-wasm' },
      'tree-sitter is loaded in one file',
    ),
    outside({ path: '^engine/' }, { path: '^extension/' }, 'the engine knows no editor'),
    outside({ path: '^engine/' }, { path: '^vscode$' }, 'the engine does not import vscode'),
    outside({ path: '^engine/protocol/' }, { path: '^engine/(?!protocol/)' }, 'protocol imports nothing of ours'),
    outside(
      { path: '^extension/session/' },
      { path: '^(extension/(?!session/)|vscode$|node:)' },
      'session logic is pure: no vscode, no node, no other part of the extension',
    ),
    outside(
      { path: '^extension/render/(overlay|heatmap|lens)' },
      { path: '^(vscode$|node:)' },
      'what is rendered is computed without the editor',
    ),
    outside(
      { path: '^engine/decode/' },
      { path: '^engine/(?!decode/|text/|protocol/)' },
      'decoding runs against an interface, never against a runtime',
    ),
    outside({ path: '^engine/text/' }, { path: '^engine/(?!text/|protocol/)' }, 'text knows of no model'),
    outside(
      { path: '^engine/graph/' },
      { path: '^engine/(?!graph/|models/|protocol/)' },
      'graphs are built from model folders',
    ),
    outside(
      { path: '^engine/models/' },
      { path: '^engine/(?!models/|protocol/)' },
      'model folders know of nothing above',
    ),
    outside(
      { path: '^engine/import/' },
      { path: '^engine/(?!import/|graph/|models/|protocol/)' },
      'an import reads a published folder and writes a graph',
    ),
    outside(
      { path: '^engine/runtime/' },
      { path: '^engine/(?!runtime/|graph/|models/|protocol/|decode/|text/|recent\\.ts)' },
      'the runtime implements the interface that decode declares',
    ),
    outside(
      { path: '^(extension|engine)/', pathNot: '^engine/runtime/ortSession\\.ts$' },
      { path: '^onnxruntime-node$|node_modules/onnxruntime-node' },
      'onnxruntime-node is loaded in one file',
    ),
    outside({ path: '^(extension|engine)/' }, { path: '^test/' }, 'nothing imports test/'),
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out|test/fixtures|test/artifacts)/' },
  },
};
