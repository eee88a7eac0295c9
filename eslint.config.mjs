import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const namedExports = {
  selector: 'ExportDefaultDeclaration',
  message: 'Name what a file exports: no default exports.',
};
/** Literals that a person reads: words outside of icons such as `$(check)`. */
const WORDS = String.raw`/^(?!Remask$)(?:\$\([^)]*\)|[^A-Za-z$])*[A-Za-z]{3}/`;
const SHOWN = 'Property[key.name=/^(title|tooltip|label|placeHolder|prompt|detail|description)$/]';
const translated = [`Literal.value[value=${WORDS}]`, `TemplateLiteral.value > TemplateElement[value.raw=${WORDS}]`].map(
  (text) => ({ selector: `${SHOWN} > ${text}`, message: "People read this: take it from l10n.t('…')." }),
);

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', 'samples/', 'test/fixtures/', 'test/artifacts/', 'training/'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      'no-restricted-syntax': ['error', namedExports],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 4 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['extension/**/*.ts'], rules: { 'no-restricted-syntax': ['error', namedExports, ...translated] } },
  { files: ['test/**/*.ts', '*.config.ts'], rules: { 'max-lines-per-function': 'off', 'no-restricted-syntax': 'off' } },
  {
    // The two native seams: only these files may know of the host or of the runtime.
    files: ['extension/session/**/*.ts', 'engine/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: ['vscode'] }] },
  },
  prettier,
);
