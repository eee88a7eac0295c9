export interface Item {
  readonly name: string;
  readonly price: number;
  readonly count: number;
}

export interface Cart {
  readonly items: readonly Item[];
}

export function total(cart: Cart): number {
  let sum = 0;
  for (const item of cart.items) {
    sum += item.price * item.count;
  }
  return sum;
}

export function countItems(cart: Cart): number {

}

export function addItem(cart: Cart, item: Item): Cart {
  return { ...cart, items: [...cart.items, item] };
}

export function removeItem(cart: Cart, name: string): Cart {
  return { ...cart, items: cart.items.filter((item) => item.name === name) };
}

export function isEmpty(cart: Cart): boolean {
  return cart.items.length === 0;
}
