/**
 * What grammars let pass that is no sentence of their language: grammars of editors are made to understand what is half
 * written. Queries of tree-sitter, by the grammar's file: what they capture as `wrong` is a problem unless it is captured as
 * `right`, too, what they capture as `line` may not go on in another logical line, and of what they capture as `keyword` a
 * call has each but once. Each pattern stands for something that the bundled model wrote. A query tries every beginning of a
 * pattern with all that follows until its node ends: none may begin with what is nested or repeated thousands of times.
 */

/** Of JavaScript and what is made of it. */
const SCRIPT = `
; f(a,, b), f(, a) and { a,, b }: holes are for arrays. (Without its own capture, the first comma is tried only once.)
(arguments "," @comma . "," @wrong)
(arguments . "(" . "," @wrong)
(object "," @comma . "," @wrong)
(object . "{" . "," @wrong)
; a === b = c, -b = c: only what can be assigned to stands left of =. (Without its expression: those of long sums are nested deep.)
(["+" "-" "*" "/" "%" "**" "<<" ">>" ">>>" "&" "|" "^" "<" "<=" ">" ">=" "==" "===" "!=" "!==" "&&" "||" "??" "in" "instanceof"]
  . [(assignment_expression) (augmented_assignment_expression)] @wrong)
(yield_expression [(assignment_expression) (augmented_assignment_expression)] @right)
(for_in_statement right: [(assignment_expression) (augmented_assignment_expression)] @right)
; const { a: b.c } = d: declares no variable.
(variable_declarator name: (object_pattern (pair_pattern value: [(member_expression) (subscript_expression)] @wrong)))
(variable_declarator name: (array_pattern [(member_expression) (subscript_expression)] @wrong))
; try { } without what it is for.
(try_statement !handler !finalizer) @wrong
; export default const a = 1
(export_statement "default" [(lexical_declaration) (variable_declaration)] @wrong)
`;

const JAVASCRIPT = `${SCRIPT}
(formal_parameters [(member_expression) (subscript_expression)] @wrong)
(formal_parameters (assignment_pattern left: [(member_expression) (subscript_expression)] @wrong))
`;

const TYPESCRIPT = `${SCRIPT}
(required_parameter pattern: [(member_expression) (subscript_expression) (non_null_expression)] @wrong)
(optional_parameter pattern: [(member_expression) (subscript_expression) (non_null_expression)] @wrong)
; Fields end with a semicolon or their line.
(class_body "," @wrong)
`;

const PYTHON = `
; f(a=1, b) and def f(a=1, b)
(argument_list (keyword_argument) [
  (identifier) (string) (concatenated_string) (integer) (float) (true) (false) (none) (attribute) (subscript) (call) (list)
  (dictionary) (tuple) (set) (binary_operator) (boolean_operator) (comparison_operator) (unary_operator) (not_operator)
  (lambda) (conditional_expression) (list_comprehension) (generator_expression) (await) (named_expression)
] @wrong)
(parameters [(default_parameter) (typed_default_parameter)] . "," . [(identifier) (typed_parameter . (identifier))] @wrong)
(lambda_parameters (default_parameter) . "," . (identifier) @wrong)
(parameters [(keyword_separator) (list_splat_pattern) (typed_parameter (list_splat_pattern))] [(identifier) (typed_parameter)] @right)
(lambda_parameters [(keyword_separator) (list_splat_pattern)] (identifier) @right)
; f(a=1, a=2)
(argument_list (keyword_argument) (keyword_argument) @keyword)
; def f(a, *, b, *) and def f(a, (b, c)), which Python 2 knew
(parameters (keyword_separator) (keyword_separator) @wrong)
(parameters (tuple_pattern) @wrong)
; a = b += c
(assignment right: (augmented_assignment) @wrong)
(augmented_assignment right: [(assignment) (augmented_assignment)] @wrong)
; try: without what it is for.
(try_statement body: (block) @wrong .)
; a as b, where nothing is named.
(for_statement right: (as_pattern) @wrong)
(if_statement condition: (as_pattern) @wrong)
(elif_clause condition: (as_pattern) @wrong)
(while_statement condition: (as_pattern) @wrong)
(assignment right: (as_pattern) @wrong)
(return_statement (as_pattern) @wrong)
(expression_statement (as_pattern) @wrong)
(argument_list (as_pattern) @wrong)
; a: b: c
(constrained_type) @wrong
; Only brackets and a backslash join lines.
[
  (expression_statement) (return_statement) (import_statement) (import_from_statement) (future_import_statement)
  (raise_statement) (assert_statement) (delete_statement) (global_statement) (nonlocal_statement)
] @line
(if_statement condition: (_) @line)
(elif_clause condition: (_) @line)
(while_statement condition: (_) @line)
(for_statement right: (_) @line)
`;

const QUERIES: Readonly<Record<string, string>> = {
  'tree-sitter-javascript.wasm': JAVASCRIPT,
  'tree-sitter-typescript.wasm': TYPESCRIPT,
  'tree-sitter-tsx.wasm': TYPESCRIPT,
  'tree-sitter-python.wasm': PYTHON,
};

/** `undefined`: nothing is known. */
export function forgivenBy(grammarFile: string): string | undefined {
  return QUERIES[grammarFile];
}
