/**
 * Where names are bound and used, as queries on tree-sitter's trees: what tree-sitter calls "locals". Captures:
 *
 * - `scope`: a part that names bound in it are known in; `function`: one that hoisted names stop at, too; `class`: one of
 *   members.
 * - `bound`: a name that is bound in the scope around it; `outer`: in the one around its parent node; `hoisted`: in the
 *   function around it.
 * - `parameter`: bound in the function around it.
 * - `used`: any other name, but `member`, which is somebody's. What is captured as something else is not used.
 * - `assigned`: used, and given another value. `type`: used, and the name of a type.
 * - `statement`: a name that is all of a statement.
 * - `anything`: binds names that it does not say.
 */

const SCRIPT = `
(class_body) @class
[(statement_block) (for_statement) (for_in_statement) (catch_clause) (switch_body)] @scope
[(program) (function_declaration) (function_expression) (generator_function) (generator_function_declaration)
 (arrow_function) (method_definition) (class_static_block)] @function
[(function_declaration name: (identifier) @outer) (generator_function_declaration name: (identifier) @outer)]
[(function_expression name: (identifier) @bound) (arrow_function parameter: (identifier) @parameter)
 (import_clause (identifier) @bound) (namespace_import (identifier) @bound)
 (import_specifier !alias name: (identifier) @bound) (import_specifier alias: (identifier) @bound)
 (import_specifier name: (identifier) @member alias: (_))
 (lexical_declaration (variable_declarator name: (identifier) @bound))
 (variable_declaration (variable_declarator name: (identifier) @hoisted))
 (array_pattern (identifier) @bound) (rest_pattern (identifier) @bound) (pair_pattern value: (identifier) @bound)
 (shorthand_property_identifier_pattern) @bound (assignment_pattern left: (identifier) @bound)
 (catch_clause parameter: (identifier) @bound) (for_in_statement left: (identifier) @bound)]
(expression_statement . (identifier) @statement .)
[(assignment_expression left: (identifier) @assigned) (augmented_assignment_expression left: (identifier) @assigned)
 (update_expression argument: (identifier) @assigned)]
[(identifier) (shorthand_property_identifier)] @used
`;

const JAVASCRIPT = `${SCRIPT}
[(class_declaration name: (identifier) @bound) (class name: (identifier) @bound)
 (formal_parameters (identifier) @parameter)]
`;

const TYPESCRIPT = `${SCRIPT}
[(class_declaration) (abstract_class_declaration) (interface_declaration) (type_alias_declaration) (function_type)
 (constructor_type) (mapped_type_clause) (interface_body) (conditional_type) (call_signature) (construct_signature)] @scope
[(function_signature) (method_signature) (abstract_method_signature)] @function
[(class_declaration name: (_) @outer) (abstract_class_declaration name: (_) @outer)
 (interface_declaration name: (_) @outer) (type_alias_declaration name: (_) @outer)
 (function_signature name: (_) @outer)]
[(class (type_identifier) @bound) (enum_declaration name: (identifier) @bound) (module name: (identifier) @bound)
 (import_require_clause (identifier) @bound)
 (required_parameter pattern: (identifier) @parameter) (optional_parameter pattern: (identifier) @parameter)
 (type_parameter name: (type_identifier) @bound) (mapped_type_clause name: (type_identifier) @bound)
 (infer_type (type_identifier) @bound)]
[(nested_identifier property: (_) @member) (nested_type_identifier name: (_) @member)]
(type_identifier) @type
`;

const PYTHON = `
[(module) (function_definition) (lambda) (list_comprehension) (set_comprehension) (dictionary_comprehension)
 (generator_expression)] @function
(class_definition) @class
[(function_definition name: (identifier) @outer) (class_definition name: (identifier) @outer)]
[(assignment left: (identifier) @bound) (named_expression name: (identifier) @bound)
 (pattern_list (identifier) @bound) (tuple_pattern (identifier) @bound) (list_pattern (identifier) @bound)
 (list_splat_pattern (identifier) @bound) (dictionary_splat_pattern (identifier) @bound)
 (for_statement left: (identifier) @bound) (for_in_clause left: (identifier) @bound)
 (as_pattern_target (identifier) @bound) (case_pattern (dotted_name . (identifier) @bound .))
 (parameters (identifier) @parameter) (lambda_parameters (identifier) @parameter)
 (typed_parameter . (identifier) @parameter) (default_parameter name: (identifier) @parameter)
 (typed_default_parameter name: (identifier) @parameter)
 (global_statement (identifier) @bound) (nonlocal_statement (identifier) @bound)
 (import_statement name: (dotted_name . (identifier) @bound)) (aliased_import alias: (identifier) @bound)
 (import_from_statement name: (dotted_name (identifier) @bound))]
[(import_statement name: (dotted_name (identifier) @member)) (aliased_import name: (dotted_name (identifier) @member))
 (import_from_statement module_name: (dotted_name (identifier) @member))
 (import_from_statement module_name: (relative_import (dotted_name (identifier) @member)))
 (future_import_statement name: (dotted_name (identifier) @bound))
 (keyword_argument name: (identifier) @member) (attribute attribute: (identifier) @member)]
(wildcard_import) @anything
(expression_statement . (identifier) @statement .)
(augmented_assignment left: (identifier) @assigned)
(identifier) @used
`;

/** Elements in lower case are HTML's. */
const JSX = `
([(jsx_opening_element name: (identifier) @member) (jsx_closing_element name: (identifier) @member)
  (jsx_self_closing_element name: (identifier) @member)] (#match? @member "^[a-z]"))
`;

const QUERIES: Readonly<Record<string, string>> = {
  'tree-sitter-typescript.wasm': TYPESCRIPT,
  'tree-sitter-tsx.wasm': TYPESCRIPT + JSX,
  'tree-sitter-javascript.wasm': JAVASCRIPT + JSX,
  'tree-sitter-python.wasm': PYTHON,
};

/** For a grammar, by its file; `undefined` where names are not looked for. */
export function localsQuery(file: string): string | undefined {
  return Object.hasOwn(QUERIES, file) ? QUERIES[file] : undefined;
}
