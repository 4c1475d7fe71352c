/** Largest share of a name that may be mistyped. */
const MAX_ERROR_RATIO = 0.5;

/** Returns the names that `typed` may be a misspelling or the beginning of, the closest first. */
export function closestNames(typed: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({ name, distance: name.startsWith(typed) ? 0 : editDistance(typed, name) }))
    .filter(({ name, distance }) => distance <= name.length * MAX_ERROR_RATIO)
    .sort((one, other) => one.distance - other.distance)
    .map(({ name }) => name);
}

/** Number of insertions, deletions, substitutions and swaps of neighbors that turn one text into the other. */
function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const cell = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= to.length; column += 1) {
      const substitution = cell(row - 1, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swap = isSwap ? cell(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(cell(row - 1, column) + 1, cell(row, column - 1) + 1, substitution, swap));
    }
  }
  return cell(from.length, to.length);
}
