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

interface Scope extends Span {
  readonly kind: ScopeKind;
  readonly names: Set<string>;
}

export class Names {
  /** Outer ones first. */
  private readonly scopes: readonly Scope[];
  /** By the place of a name, what it was captured as. */
  private readonly captures = new Map<number, Set<string>>();
  private readonly used: readonly Local[];

  constructor(locals: readonly Local[]) {
    this.scopes = locals
      .flatMap(({ capture, span }) => (isScope(capture) ? [{ ...span, kind: capture, names: new Set<string>() }] : []))
      .sort((a, b) => a.start - b.start || b.end - a.end);
    for (const local of locals.filter(({ capture }) => !isScope(capture))) {
      const { start } = local.span;
      this.captures.set(start, (this.captures.get(start) ?? new Set()).add(local.capture));
      this.bind(local);
    }
    this.used = locals.filter(({ capture, span }) => isUse(capture) && !this.isOther(span.start));
  }

  /** Whether a text takes all names of another, whichever those are. */
  get bindsAnything(): boolean {
    return [...this.captures.values()].some((captures) => captures.has('anything'));
  }

  /** What a name at a place was captured as. */
  capturesAt(start: number): ReadonlySet<string> {
    return this.captures.get(start) ?? new Set();
  }

  /** Around a part, the innermost last. */
  scopesOf({
    start,
    end,
  }: Span): readonly (Span & { readonly kind: ScopeKind; readonly names: ReadonlySet<string> })[] {
    return this.around({ start, end });
  }

  /** That begins there. */
  scopeFrom(start: number): Span | undefined {
    return this.scopes.find((scope) => scope.start === start);
  }

  scopesWithin({ start, end }: Span): readonly Span[] {
    return this.scopes.filter((scope) => start <= scope.start && scope.end <= end);
  }

  /** In order. */
  free(): FreeName[] {
    const isBound = ({ text, span }: Local): boolean => this.around(span).some(({ names }) => names.has(text));
    return this.used.filter((local) => !isBound(local)).map(({ text, span }) => ({ name: text, span }));
  }

  private bind({ capture, span, text, parent = span }: Local): void {
    if (!BINDING.has(capture)) return;
    const around =
      capture === 'outer' ? this.around(parent).filter((scope) => !isSame(scope, parent)) : this.around(span);
    const scope = capture === 'hoisted' ? around.findLast(({ kind }) => kind === 'function') : around.at(-1);
    scope?.names.add(text);
  }

  private isOther(start: number): boolean {
    return [...this.capturesAt(start)].some((capture) => BINDING.has(capture) || capture === 'member');
  }

  private around({ start, end }: Span): readonly Scope[] {
    return this.scopes.filter((scope) => scope.start <= start && end <= scope.end);
  }
}

const BINDING: ReadonlySet<string> = new Set(['bound', 'outer', 'hoisted', 'parameter']);
const isScope = (capture: string): capture is ScopeKind =>
  capture === 'scope' || capture === 'function' || capture === 'class';
const isUse = (capture: string): boolean => capture === 'used' || capture === 'type';
const isSame = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;
