/**
 * JSON against a schema, by `ajv`; each failure is mapped to the field that it is about. Schemas come from the user's
 * workspace: nothing is fetched, so one that refers to another address is refused in a sentence.
 */
import Ajv, { type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import Ajv2019 from 'ajv/dist/2019';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { findNodeAtLocation, getNodeValue, type JSONPath, type Node, parse } from 'jsonc-parser';
import { EngineError } from '../protocol/errors';
import type { Problem, Span } from '../protocol/messages';
import { expectedBy } from './expected';

const OPTIONS: Options = { allErrors: true, strict: false, validateFormats: true, logger: false, verbose: true };
/** Compiling costs more than checking, and every round asks for the same schema. */
const compiled = new Map<string, ValidateFunction>();
const MAX_COMPILED = 8;

/** Throws an `input` error if the schema itself cannot be used. */
export function schemaProblems(root: Node, schema: string): Problem[] {
  const validate = validatorOf(schema);
  if (validate(getNodeValue(root))) return [];
  const errors = (validate.errors ?? []).filter(isCause);
  return errors.map((error) => {
    const expected = expectedBy(error);
    return {
      span: spanOf(root, error, errors),
      ...(expected.length > 0 && { expected }),
      message: messageOf(error),
      source: 'schema',
    };
  });
}

function validatorOf(schema: string): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const validate = compile(schema);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(schema, validate);
  return validate;
}

function compile(schema: string): ValidateFunction {
  try {
    const value: unknown = parse(schema);
    if (typeof value !== 'object' || value === null) throw new Error('it is not a JSON object');
    const ajv = dialectOf(value);
    addFormats(ajv);
    return ajv.compile(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'it cannot be read';
    throw new EngineError('input', `the schema cannot be used: ${reason}; mend the schema or leave it out`);
  }
}

function dialectOf(schema: object): Ajv {
  const dialect = '$schema' in schema && typeof schema.$schema === 'string' ? schema.$schema : '';
  if (dialect.includes('2020-12')) return new Ajv2020(OPTIONS);
  if (dialect.includes('2019-09')) return new Ajv2019(OPTIONS);
  // Drafts 4 and 6 differ from 7 in little that a check of data would notice; their own address is not fetched.
  if (dialect) delete (schema as { $schema?: string }).$schema;
  return new Ajv(OPTIONS);
}

/** `anyOf`, `if` and the like only say that something below them failed, which is reported by itself. */
function isCause({ keyword }: ErrorObject): boolean {
  return !['anyOf', 'oneOf', 'allOf', 'if', 'not'].includes(keyword) || keyword === 'not';
}

function spanOf(root: Node, error: ErrorObject, errors: readonly ErrorObject[]): Span {
  const node = findNodeAtLocation(root, pathOf(root, error.instancePath)) ?? root;
  const extra = extraOf(error);
  if (extra !== undefined) return keySpan(node, extra) ?? rangeOf(node);
  return error.keyword === 'required' ? missingSpan(node, error, errors) : rangeOf(node);
}

/** A field that is missing is most likely the one that stands there under a wrong name; else it belongs at the end. */
function missingSpan(object: Node, { instancePath }: ErrorObject, errors: readonly ErrorObject[]): Span {
  const sameObject = errors.filter((other) => other.instancePath === instancePath);
  const misnamed = sameObject.map(extraOf).find((name) => name !== undefined);
  if (misnamed !== undefined) return keySpan(object, misnamed) ?? rangeOf(object);
  const last = object.children?.at(-1);
  const at = last ? last.offset + last.length : object.offset + 1;
  return { start: at, end: at };
}

/** The field that must not be there, if that is what the error is about. */
function extraOf({ params }: ErrorObject): string | undefined {
  const name: unknown = params.additionalProperty ?? params.unevaluatedProperty;
  return typeof name === 'string' ? name : undefined;
}

/** Ajv writes `/items/0/name`, with `~0` and `~1` for tilde and slash; arrays take numbers. */
function pathOf(root: Node, pointer: string): JSONPath {
  const steps = pointer.split('/').slice(1);
  const path: (string | number)[] = [];
  for (const step of steps) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(findNodeAtLocation(root, path)?.type === 'array' ? Number(name) : name);
  }
  return path;
}

function keySpan(object: Node, name: string): Span | undefined {
  const key = object.children?.map((property) => property.children?.[0]).find((each) => each?.value === name);
  return key && rangeOf(key);
}

function rangeOf({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}

function messageOf({ instancePath, keyword, params, message = 'is not valid' }: ErrorObject): string {
  const field = instancePath === '' ? 'the document' : instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'enum') return `${field} must be one of ${JSON.stringify(params.allowedValues)}`;
  if (keyword === 'additionalProperties') return `${field} must not have '${String(params.additionalProperty)}'`;
  return `${field} ${message}`;
}
