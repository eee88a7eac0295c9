/** The checks that need nothing but the text: which of them are asked for, and everything that they find. */
import type { Checks, Problem } from '../protocol/messages';
import { bracketProblems } from './brackets';
import { parseJson } from './json';
import { schemaProblems } from './jsonSchema';

/** Sorted by place. Throws an `input` error if the schema cannot be used. */
export function check(text: string, { brackets, json, schema }: Checks): Problem[] {
  const problems = brackets === undefined ? [] : bracketProblems(text, brackets);
  if (json === undefined && schema === undefined) return problems;
  const parsed = parseJson(text, { comments: json === 'comments' });
  problems.push(...parsed.problems);
  // A value that is only half there fails its schema in ways that mean nothing.
  if (schema !== undefined && parsed.root && parsed.problems.length === 0) {
    problems.push(...schemaProblems(parsed.root, schema));
  }
  return problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
