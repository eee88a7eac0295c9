/** JSON that its schema refuses, or that does not parse: a wrong type, a wrong name, a value that is not allowed. */
import { planted, type PlantedCase } from './plantedCase';

const PACKAGE = JSON.stringify({
  type: 'object',
  required: ['name', 'version'],
  properties: {
    name: { type: 'string' },
    version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
    private: { type: 'boolean' },
    type: { enum: ['module', 'commonjs'] },
    license: { type: 'string' },
    scripts: { type: 'object', additionalProperties: { type: 'string' } },
    files: { type: 'array', items: { type: 'string' } },
  },
  additionalProperties: false,
});

const ORDERS = JSON.stringify({
  type: 'array',
  items: {
    type: 'object',
    required: ['id', 'customer', 'items', 'paid'],
    additionalProperties: false,
    properties: {
      id: { type: 'integer' },
      customer: { type: 'string' },
      paid: { type: 'boolean' },
      status: { enum: ['open', 'closed'] },
      items: {
        type: 'array',
        items: {
          type: 'object',
          required: ['name', 'price', 'count'],
          additionalProperties: false,
          properties: {
            name: { type: 'string' },
            price: { type: 'number', minimum: 0 },
            count: { type: 'integer', minimum: 1 },
          },
        },
      },
    },
  },
});

const COMPILER = JSON.stringify({
  type: 'object',
  properties: {
    compilerOptions: {
      type: 'object',
      additionalProperties: false,
      properties: {
        target: { enum: ['es5', 'es2020', 'es2022', 'esnext'] },
        module: { enum: ['commonjs', 'esnext', 'nodenext'] },
        strict: { type: 'boolean' },
        declaration: { type: 'boolean' },
        sourceMap: { type: 'boolean' },
        outDir: { type: 'string' },
        lib: { type: 'array', items: { type: 'string' } },
      },
    },
    include: { type: 'array', items: { type: 'string' } },
    exclude: { type: 'array', items: { type: 'string' } },
  },
});

const packageJson = (hole: string): string => `{
  "name": "parser",
  "version": "1.4.2",
  ${hole}
  "files": ["dist", "README.md"],
  "scripts": {
    "build": "tsc",
    "test": "vitest run"
  }
}
`;

const orders = (hole: string): string => `[
  {
    "id": 1,
    "customer": "Ada",
    "items": [
      { "name": "notebook", "price": 3.5, "count": 4 },
      { "name": "pencil", "price": 0.8, "count": 10 }
    ],
    "paid": true
  },
  {
    "id": 2,
    "customer": "Grace",
    "items": [
      { "name": "lamp", "price": 24.0, "count": 1 },
      ${hole}
    ],
    "paid": false
  }
]
`;

const order = (hole: string): string => `[
  {
    "id": 1,
    "customer": "Ada",
    "items": [{ "name": "notebook", "price": 3.5, "count": 4 }],
    "status": "closed",
    "paid": true
  },
  {
    ${hole}
    "items": [{ "name": "lamp", "price": 24.0, "count": 1 }]
  }
]
`;

const compiler = (hole: string): string => `{
  "compilerOptions": {
    ${hole}
    "outDir": "dist"
  },
  "include": ["src"],
  "exclude": ["node_modules", "dist"]
}
`;

type Change = readonly [string, string];
const inPackage = (hole: string, change: Change) => planted('json', packageJson(hole), change, PACKAGE);
const inOrders = (hole: string, change: Change) => planted('json', orders(hole), change, ORDERS);
const inOrder = (hole: string, change: Change) => planted('json', order(hole), change, ORDERS);
const inCompiler = (hole: string, change: Change) => planted('json', compiler(hole), change, COMPILER);

export const jsonCases: readonly PlantedCase[] = [
  inPackage('⟦"private": true,\n  "type": "module",\n  "license": "MIT",⟧', ['true', '"true"']),
  inPackage('⟦"private": true,\n  "type": "module",\n  "license": "MIT",⟧', ['"module"', '"modules"']),
  inPackage('⟦"private": true,\n  "type": "module",\n  "license": "MIT",⟧', ['"MIT"', '1']),
  inPackage('⟦"private": true,\n  "license": "MIT",⟧', ['"license"', '"licence"']),
  inPackage('⟦"private": true,\n  "license": "MIT",⟧', ['true,', 'true']),
  inPackage('⟦"type": "module",\n  "license": "MIT",⟧', ['"type":', '"type"']),
  inOrders('⟦{ "name": "desk", "price": 120.0, "count": 1 }⟧', ['120.0', '"120.0"']),
  inOrders('⟦{ "name": "desk", "price": 120.0, "count": 1 }⟧', ['1 }', 'true }']),
  inOrders('⟦{ "name": "desk", "price": 120.0, "count": 1 }⟧', ['"count"', '"number"']),
  inOrders('⟦{ "name": "desk", "price": 120.0, "count": 1 }⟧', ['"desk"', '7']),
  inOrders('⟦{ "name": "desk", "price": 120.0, "count": 1 }⟧', [' }', ' ]']),
  inOrders('⟦{ "name": "desk", "price": 120.0, "count": 1 }⟧', ['"price":', '"price"']),
  inOrder('⟦"id": 2,\n    "customer": "Grace",\n    "status": "open",\n    "paid": false,⟧', ['"open"', '"new"']),
  inOrder('⟦"id": 2,\n    "customer": "Grace",\n    "status": "open",\n    "paid": false,⟧', ['false', '"no"']),
  inOrder('⟦"id": 2,\n    "customer": "Grace",\n    "status": "open",\n    "paid": false,⟧', ['2', '"2"']),
  inOrder('⟦"id": 2,\n    "customer": "Grace",\n    "paid": false,⟧', ['"customer"', '"client"']),
  inOrder('⟦"id": 2,\n    "customer": "Grace",\n    "paid": false,⟧', ['"Grace"', 'Grace']),
  inCompiler('⟦"target": "es2022",\n    "module": "nodenext",\n    "strict": true,⟧', ['"es2022"', '"es2099"']),
  inCompiler('⟦"target": "es2022",\n    "module": "nodenext",\n    "strict": true,⟧', ['true', '"true"']),
  inCompiler('⟦"target": "es2022",\n    "module": "esnext",\n    "strict": true,⟧', ['"module"', '"modules"']),
  inCompiler('⟦"declaration": true,\n    "sourceMap": true,⟧', ['"sourceMap": true', '"sourceMap": 1']),
  inCompiler('⟦"declaration": true,\n    "lib": ["es2022", "dom"],⟧', ['"dom"', '2']),
];
