/**
 * The order of a round. Each begins with another one, and every second goes the other way round: who comes after a large
 * one starts some 1 ms later.
 */
export function inTurn<Item>(items: readonly Item[], round: number): readonly Item[] {
  const first = round % items.length;
  const order = [...items.slice(first), ...items.slice(0, first)];
  return round % 2 === 0 ? order : order.reverse();
}
