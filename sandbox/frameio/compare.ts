type Compare<Item> = (one: Item, other: Item) => number;

/** Smallest first, null last, as in the database behind Frame.io. */
export function ascending<Item>(key: (item: Item) => string | null): Compare<Item> {
  return (one, other) => {
    const [left, right] = [key(one), key(other)];
    if (left === right) return 0;
    if (left === null || right === null) return left === null ? 1 : -1;
    return left < right ? -1 : 1;
  };
}

/** The other way round: null first. */
export function descending<Item>(key: (item: Item) => string | null): Compare<Item> {
  const compare = ascending(key);
  return (one, other) => compare(other, one);
}
