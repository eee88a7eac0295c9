/**
 * JSON against a schema, by `ajv`; each failure is mapped to the field that it is about. Schemas come from the user's
 * workspace: nothing is fetched, so one that refers to another address is refused in a sentence.
 */
import Ajv, { type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import Ajv2019 from 'ajv/dist/2019';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { getNodeValue, type Node, parse, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { EngineError } from '../protocol/errors';
import type { Problem, Span } from '../protocol/messages';
import { expectedBy } from './expected';
import { JsonPlaces } from './jsonPlaces';

const OPTIONS: Options = { allErrors: true, strict: false, validateFormats: true, logger: false, verbose: true };
/** Compiling costs more than checking, and every round asks for the same schema. */
const compiled = new Map<string, ValidateFunction>();
const MAX_COMPILED = 8;

/** Throws an `input` error if the schema itself cannot be used. */
export function schemaProblems(root: Node, schema: string): Problem[] {
  const validate = validatorOf(schema);
  if (validate(getNodeValue(root))) return [];
  const errors = (validate.errors ?? []).filter(isCause);
  const spanOf = spansIn(new JsonPlaces(root), errors);
  return errors.map((error) => {
    const expected = expectedBy(error);
    return {
      span: spanOf(error),
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
    const value = valueOf(schema);
    const ajv = dialectOf(value);
    addFormats(ajv);
    return ajv.compile(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : 'it cannot be read';
    throw new EngineError('input', `the schema cannot be used: ${reason}; mend the schema or leave it out`);
  }
}

/** With comments, as configuration is written; but half a schema would refuse less than was meant. */
function valueOf(schema: string): object {
  const errors: ParseError[] = [];
  const value: unknown = parse(schema.replace(/^\ufeff/, ''), errors, { allowTrailingComma: true });
  if (typeof value !== 'object' || value === null) throw new Error('it is not a JSON object');
  const [first] = errors;
  if (first) throw new Error(`it is not JSON (${printParseErrorCode(first.error)} at character ${first.offset + 1})`);
  return value;
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

function spansIn(places: JsonPlaces, errors: readonly ErrorObject[]): (error: ErrorObject) => Span {
  const misnamed = misnamedIn(errors);
  return (error) => {
    const { instancePath, keyword } = error;
    const node = places.value(instancePath);
    // A field that is missing is most likely the one that stands there under a wrong name; else it belongs at the end.
    const name = extraOf(error) ?? (keyword === 'required' ? misnamed.get(instancePath) : undefined);
    if (name !== undefined) return rangeOf(places.name(node, name) ?? node);
    return keyword === 'required' ? behindLast(node) : rangeOf(node);
  };
}

/** By object, the first field that must not be there. */
function misnamedIn(errors: readonly ErrorObject[]): ReadonlyMap<string, string> {
  const named = errors.toReversed().map((error) => [error.instancePath, extraOf(error)] as const);
  return new Map(named.flatMap(([path, name]) => (name === undefined ? [] : [[path, name] as const])));
}

function behindLast(object: Node): Span {
  const last = object.children?.at(-1);
  const at = last ? last.offset + last.length : object.offset + 1;
  return { start: at, end: at };
}

/** The field that must not be there, if that is what the error is about. */
function extraOf({ params }: ErrorObject): string | undefined {
  const name: unknown = params.additionalProperty ?? params.unevaluatedProperty;
  return typeof name === 'string' ? name : undefined;
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
