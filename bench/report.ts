/** One figure of one contestant. */
export interface Figure {
  readonly name: string;
  /** The measurement itself, in the table's unit. */
  readonly value: number;
  /** Further columns, by heading. */
  readonly details?: Readonly<Record<string, number>>;
}

/** A measurement of all contestants. */
export interface Table {
  readonly title: string;
  readonly unit: string;
  readonly figures: readonly Figure[];
  /** Contestants that the others are set in proportion to. */
  readonly relativeTo: readonly string[];
  readonly targets: readonly Target[];
}

/** What a contestant's figure should not exceed. */
export interface Target {
  readonly name: string;
  readonly atMost: number;
  /**
   * Contestant whose figure `atMost` is a multiple of.
   * @default none: `atMost` is in the table's unit
   */
  readonly relativeTo?: string;
}

const NAME_WIDTH = 26;
const COLUMN_WIDTH = 16;

/** The measurement as text: a line a contestant, then whether each target was met. */
export function formatTable(table: Table): string {
  const { title, unit, figures, relativeTo } = table;
  const details = [...new Set(figures.flatMap((figure) => Object.keys(figure.details ?? {})))];
  const heading = [unit, ...relativeTo.map((name) => `x ${name}`), ...details];
  const lines = figures.map(({ name, value, details: more = {} }) => {
    const ratios = relativeTo.map((base) => (value / valueFor(figures, base)).toFixed(2));
    return formatLine(name, [value.toFixed(1), ...ratios, ...details.map((detail) => more[detail]?.toFixed(1) ?? '')]);
  });
  const outcomes = table.targets.map((target) => `  ${formatTarget(table, target)}`);
  return [title, formatLine('', heading), ...lines, ...outcomes].join('\n');
}

function formatLine(name: string, columns: readonly string[]): string {
  return `  ${name.padEnd(NAME_WIDTH)}${columns.map((column) => column.padStart(COLUMN_WIDTH)).join('')}`;
}

function formatTarget({ unit, figures }: Table, { name, atMost, relativeTo }: Target): string {
  const value = valueFor(figures, name) / (relativeTo === undefined ? 1 : valueFor(figures, relativeTo));
  const measured = relativeTo === undefined ? `${value.toFixed(1)} ${unit}` : `${value.toFixed(2)} x ${relativeTo}`;
  return `${value <= atMost ? 'within target' : 'MISSED'}: ${name} ${measured}, at most ${atMost}`;
}

function valueFor(figures: readonly Figure[], name: string): number {
  const figure = figures.find((one) => one.name === name);
  if (!figure) throw new Error(`${name} was not measured.`);
  return figure.value;
}
