/**
 * Where the values and names of a JSON document stand. Each object's names are put in order once: a schema may refuse
 * thousands of them.
 */
import type { Node } from 'jsonc-parser';

export class JsonPlaces {
  /** Of each object that was asked about: its properties by name, the first of those that share one. */
  private readonly properties = new Map<Node, ReadonlyMap<string, Node>>();

  constructor(private readonly root: Node) {}

  /** Of a pointer as ajv writes it, `/items/0/name`, with `~0` and `~1` for tilde and slash; the root if there is none. */
  value(pointer: string): Node {
    let node: Node | undefined = this.root;
    for (const step of pointer.split('/').slice(1)) {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      node = node?.type === 'array' ? node.children?.[Number(name)] : node && this.property(node, name)?.children?.[1];
    }
    return node ?? this.root;
  }

  /** The name itself, as it is written in an object. */
  name(object: Node, name: string): Node | undefined {
    return this.property(object, name)?.children?.[0];
  }

  private property(object: Node, name: string): Node | undefined {
    const known = this.properties.get(object) ?? byName(object);
    this.properties.set(object, known);
    return known.get(name);
  }
}

function byName({ type, children = [] }: Node): ReadonlyMap<string, Node> {
  const properties = new Map<string, Node>();
  for (const property of type === 'object' ? children : []) {
    const name = String(property.children?.[0]?.value);
    if (!properties.has(name)) properties.set(name, property);
  }
  return properties;
}
