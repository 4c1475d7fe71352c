type Compare<Item> = (one: Item, other: Item) => number;

/** Orders by a key: smallest first, null last, as in Frame.io's database. */
export function ascending<Item>(key: (item: Item) => string | number | null): Compare<Item> {
  return (one, other) => {
    const [left, right] = [key(one), key(other)];
    if (left === right) return 0;
    if (left === null || right === null) return left === null ? 1 : -1;
    return left < right ? -1 : 1;
  };
}

/** Orders by a key: null first, then largest first. */
export function descending<Item>(key: (item: Item) => string | number | null): Compare<Item> {
  const compare = ascending(key);
  return (one, other) => compare(other, one);
}
