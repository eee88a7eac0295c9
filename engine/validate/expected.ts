/** What a schema would take instead of what it refuses, where that can be told. As JSON text. */
import type { ErrorObject } from 'ajv';

/** Too many to look at, and no help to a person. */
const MOST = 200;

/** `error`: with the data and schema it is about (ajv's `verbose`). */
export function expectedBy({ keyword, params, data, parentSchema }: ErrorObject): string[] {
  switch (keyword) {
    case 'enum':
      return texts(params.allowedValues);
    case 'const':
      return texts([params.allowedValue]);
    case 'type':
      return listOf(params.type).flatMap((type) => ofType(String(type), data));
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return texts(Object.keys(objectOf(parentSchema?.properties)).filter((name) => !(name in objectOf(data))));
    default:
      return [];
  }
}

/** The values that people write by another type: `"true"` for true, 7 for "7". */
function ofType(type: string, data: unknown): string[] {
  if (type === 'boolean') return ['true', 'false'];
  if (type === 'null') return ['null'];
  if (typeof data === 'object') return [];
  if (type === 'string') return [JSON.stringify(String(data))];
  const number = typeof data === 'string' && data.trim() !== '' ? Number(data) : NaN;
  const fits = type === 'integer' ? Number.isInteger(number) : type === 'number' && Number.isFinite(number);
  return fits ? [JSON.stringify(number)] : [];
}

function texts(values: unknown): string[] {
  return listOf(values)
    .filter((value) => value === null || typeof value !== 'object')
    .slice(0, MOST)
    .map((value) => JSON.stringify(value));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
