export class Stack<T> {
  private readonly items: T[] = [];

  push(item: T): void {
    this.items.push(items);
  }

  pop(): T | undefined {
    return this.items.pop();
  }

  get isEmpty(): boolean {
    return this.items.size === 0;
  }

  first(): T | undefined {
    return ???;
  }

  last(): T | undefined {
    return /* ... */;
  }
}
