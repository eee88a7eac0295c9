/** Names that a text uses and binds nowhere, by its scopes. Pure. */
import type { Span } from '../../protocol/messages';

/** What a query of `localsQueries.ts` finds. */
export interface Local {
  readonly capture: string;
  readonly span: Span;
  readonly text: string;
  /** The part of the text that it stands in. */
  readonly parent?: Span;
}

export interface FreeName {
  readonly name: string;
  readonly span: Span;
}

export type ScopeKind = 'scope' | 'function' | 'class';

export interface Scope extends Span {
  readonly kind: ScopeKind;
  /** What is around it. */
  readonly parent: Scope | undefined;
  /** Bound in it. */
  readonly names: ReadonlySet<string>;
}

class OwnScope implements Scope {
  readonly names = new Set<string>();

  constructor(
    readonly kind: ScopeKind,
    readonly start: number,
    readonly end: number,
    readonly parent: OwnScope | undefined,
  ) {}
}

export class Names {
  /** In the order of their beginnings, outer ones first. */
  private readonly scopes: readonly OwnScope[];
  /** By the place of a name, what it was captured as. */
  private readonly captures = new Map<number, Set<string>>();
  /** In order. */
  readonly free: readonly FreeName[];

  constructor(locals: readonly Local[]) {
    this.scopes = nested(locals);
    const names = locals.filter(({ capture }) => !isScope(capture));
    for (const local of names) {
      const { start } = local.span;
      this.captures.set(start, (this.captures.get(start) ?? new Set()).add(local.capture));
      this.bind(local);
    }
    const used = names.filter(({ capture, span }) => isUse(capture) && !this.isOther(span.start));
    this.free = used.filter((local) => !this.isBound(local)).map(({ text, span }) => ({ name: text, span }));
  }

  /** Whether a text takes all names of another, whichever those are. */
  get bindsAnything(): boolean {
    return [...this.captures.values()].some((captures) => captures.has('anything'));
  }

  /** What a name at a place was captured as. */
  capturesAt(start: number): ReadonlySet<string> {
    return this.captures.get(start) ?? new Set();
  }

  /** The innermost scope around a part. */
  scopeOf(span: Span): Scope | undefined {
    return this.innermost(span);
  }

  /** That begins there. */
  scopeFrom(start: number): Scope | undefined {
    return this.scopes.find((scope) => scope.start === start);
  }

  scopesWithin({ start, end }: Span): readonly Scope[] {
    return this.scopes.filter((scope) => start <= scope.start && scope.end <= end);
  }

  private bind({ capture, span, text, parent = span }: Local): void {
    if (!BINDING.has(capture)) return;
    let scope = this.innermost(capture === 'outer' ? parent : span);
    if (capture === 'outer' && scope && isSame(scope, parent)) scope = scope.parent;
    while (capture === 'hoisted' && scope?.parent && scope.kind !== 'function') scope = scope.parent;
    scope?.names.add(text);
  }

  private isBound({ text, span }: Local): boolean {
    let scope = this.innermost(span);
    while (scope && !scope.names.has(text)) scope = scope.parent;
    return scope !== undefined;
  }

  private isOther(start: number): boolean {
    return [...this.capturesAt(start)].some((capture) => BINDING.has(capture) || capture === 'member');
  }

  private innermost({ start, end }: Span): OwnScope | undefined {
    let [low, high] = [0, this.scopes.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.scopes[middle]?.start ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    let scope = this.scopes[low - 1];
    while (scope && scope.end < end) scope = scope.parent;
    return scope;
  }
}

function nested(locals: readonly Local[]): OwnScope[] {
  const found = locals.filter(({ capture }) => isScope(capture));
  found.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const scopes: OwnScope[] = [];
  for (const { capture, span } of found) {
    let parent = scopes.at(-1);
    while (parent && parent.end < span.end) parent = parent.parent;
    if (isScope(capture)) scopes.push(new OwnScope(capture, span.start, span.end, parent));
  }
  return scopes;
}

const BINDING: ReadonlySet<string> = new Set(['bound', 'outer', 'hoisted', 'parameter']);
const isScope = (capture: string): capture is ScopeKind =>
  capture === 'scope' || capture === 'function' || capture === 'class';
const isUse = (capture: string): boolean => capture === 'used' || capture === 'type';
const isSame = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;
