/** Type errors inside a hole: a wrong name, a wrong literal, a missing bracket. Ordinary code, a file each. */
import { planted, type PlantedCase } from './plantedCase';

const SHOP = `interface Item {
  readonly name: string;
  readonly price: number;
  readonly count: number;
}

interface Cart {
  readonly items: readonly Item[];
}
`;

const USERS = `interface User {
  id: number;
  name: string;
  email: string;
  active: boolean;
}

const users: User[] = [];
`;

const ts = (source: string, change: readonly [string, string]): PlantedCase => planted('typescript', source, change);

export const typescriptCases: readonly PlantedCase[] = [
  ts(
    `${SHOP}
export function total(cart: Cart): number {
  let sum = 0;
  for (const item of cart.items) {
    ⟦sum += item.price * item.count;⟧
  }
  return sum;
}
`,
    ['price', 'prize'],
  ),
  ts(
    `${SHOP}
export function isEmpty(cart: Cart): boolean {
  ⟦return cart.items.length === 0;⟧
}
`,
    ['length', 'size'],
  ),
  ts(
    `${SHOP}
export function names(cart: Cart): string[] {
  ⟦return cart.items.map((item) => item.name);⟧
}
`,
    ['item.name', 'item.title'],
  ),
  ts(
    `${SHOP}
export function countItems(cart: Cart): number {
  ⟦let count = 0;
  for (const item of cart.items) {
    count += item.count;
  }
  return count;⟧
}
`,
    ['count = 0', "count = ''"],
  ),
  ts(
    `${SHOP}
export function addItem(cart: Cart, item: Item): Cart {
  ⟦return { items: [...cart.items, item] };⟧
}
`,
    ['item]', 'name]'],
  ),
  ts(
    `${SHOP}
export function removeItem(cart: Cart, name: string): Cart {
  ⟦return { items: cart.items.filter((item) => item.name !== name) };⟧
}
`,
    ['cart.items', 'cart.item'],
  ),
  ts(
    `${SHOP}
export function cheapest(cart: Cart): Item | undefined {
  ⟦let best: Item | undefined;
  for (const item of cart.items) {
    if (!best || item.price < best.price) best = item;
  }
  return best;⟧
}
`,
    ['best = item', 'best = items'],
  ),
  ts(
    `${USERS}
export function findUser(id: number): User | undefined {
  ⟦return users.find((user) => user.id === id);⟧
}
`,
    ['user.id', 'user.key'],
  ),
  ts(
    `${USERS}
export function activeUsers(): User[] {
  ⟦return users.filter((user) => user.active);⟧
}
`,
    ['user.active', 'user.enabled'],
  ),
  ts(
    `${USERS}
export function addUser(name: string, email: string): User {
  ⟦const user = { id: users.length, name, email, active: true };
  users.push(user);
  return user;⟧
}
`,
    ['true', "'yes'"],
  ),
  ts(
    `${USERS}
export function emails(): string[] {
  const result: string[] = [];
  for (const user of users) {
    ⟦result.push(user.email);⟧
  }
  return result;
}
`,
    ['user.email', 'user.id'],
  ),
  ts(
    `${USERS}
export function rename(id: number, name: string): void {
  const user = users.find((each) => each.id === id);
  ⟦if (!user) throw new Error('not found');
  user.name = name;⟧
}
`,
    ['user.name = name', 'user.name = id'],
  ),
  ts(
    `export function sum(values: number[]): number {
  ⟦let total = 0;
  for (const value of values) {
    total += value;
  }
  return total;⟧
}
`,
    ['+= value', '+= values'],
  ),
  ts(
    `export function average(values: number[]): number {
  if (values.length === 0) return 0;
  let total = 0;
  for (const value of values) total += value;
  ⟦return total / values.length;⟧
}
`,
    ['values.length', 'value.length'],
  ),
  ts(
    `export function max(values: number[]): number {
  let result = -Infinity;
  for (const value of values) {
    ⟦if (value > result) {
      result = value;
    }⟧
  }
  return result;
}
`,
    ['result = value', 'results = value'],
  ),
  ts(
    `export function clamp(value: number, min: number, max: number): number {
  ⟦return Math.min(Math.max(value, min), max);⟧
}
`,
    ['min), max)', 'min, max)'],
  ),
  ts(
    `export function capitalize(text: string): string {
  ⟦return text.charAt(0).toUpperCase() + text.slice(1);⟧
}
`,
    ['toUpperCase', 'toUppercase'],
  ),
  ts(
    `export function words(text: string): string[] {
  ⟦return text.trim().split(' ');⟧
}
`,
    ['text', 'str'],
  ),
  ts(
    `export function isBlank(value: string): boolean {
  ⟦return value.trim() === '';⟧
}
`,
    ["''", '0'],
  ),
  ts(
    `export function repeat(text: string, count: number): string {
  ⟦let result = '';
  for (let i = 0; i < count; i++) {
    result += text;
  }
  return result;⟧
}
`,
    ['i++', 'j++'],
  ),
  ts(
    `export class Counter {
  private count = 0;

  increment(): number {
    ⟦this.count += 1;
    return this.count;⟧
  }
}
`,
    ['return this.count', 'return this.value'],
  ),
  ts(
    `export class Stack<T> {
  private items: T[] = [];

  push(item: T): void {
    ⟦this.items.push(item);⟧
  }

  pop(): T | undefined {
    return this.items.pop();
  }
}
`,
    ['push(item)', 'push(items)'],
  ),
  ts(
    `export class Timer {
  private start: number | undefined;

  begin(): void {
    ⟦this.start = Date.now();⟧
  }
}
`,
    ['Date.now()', 'Date.now'],
  ),
  ts(
    `export async function load(url: string): Promise<string> {
  const response = await fetch(url);
  ⟦if (!response.ok) {
    throw new Error(response.statusText);
  }
  return response.text();⟧
}
`,
    ['response.ok', 'response.okay'],
  ),
  ts(
    `type Options = { name: string; size: number; debug?: boolean };

export const defaults: Options = {
  ⟦name: 'default',
  size: 10,
  debug: false,⟧
};
`,
    ['10', "'10'"],
  ),
  ts(
    `type Level = 'info' | 'warn' | 'error';

export function log(level: Level, message: string): void {
  console.log(level, message);
}

export function warn(message: string): void {
  ⟦log('warn', message);⟧
}
`,
    ["'warn'", "'warning'"],
  ),
];
