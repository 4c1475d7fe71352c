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
  /** How it was measured, where the title does not say it: a line each. */
  readonly notes?: readonly string[];
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
  /**
   * Whether it is about time on this machine, which other work on it spoils.
   * @default false
   */
  readonly isTiming?: boolean;
}

/** What becomes of a missed target that is about time: it counts as any other, or is only told. */
export type TimingTargets = 'enforce' | 'report';

const NAME_WIDTH = 34;
const NARROWEST_COLUMN = 13;
const COLUMN_GAP = 3;

/** The measurement as text: a line a contestant, then whether each target was met. */
export function formatTable(table: Table): string {
  const { title, unit, figures, relativeTo } = table;
  const details = [...new Set(figures.flatMap((figure) => Object.keys(figure.details ?? {})))];
  const heading = [unit, ...relativeTo.map((name) => `x ${name}`), ...details];
  const lines = figures.map(({ name, value, details: more = {} }) => {
    const ratios = relativeTo.map((base) => (value / valueFor(figures, base)).toFixed(2));
    const columns = [value.toFixed(1), ...ratios, ...details.map((detail) => more[detail]?.toFixed(1) ?? '')];
    return formatLine(name, columns, heading);
  });
  const outcomes = table.targets.map((target) => `  ${formatTarget(table, target)}`);
  const notes = (table.notes ?? []).map((note) => `  ${note}`);
  return [title, formatLine('', heading, heading), ...lines, ...outcomes, ...notes].join('\n');
}

/** The targets that were missed and count, a line each. */
export function missedTargets(tables: readonly Table[], timing: TimingTargets): readonly string[] {
  return tables.flatMap((table) => {
    const counted = table.targets.filter(({ isTiming = false }) => timing === 'enforce' || !isTiming);
    return counted.filter((target) => !isMet(table, target)).map((target) => formatTarget(table, target));
  });
}

function formatLine(name: string, columns: readonly string[], heading: readonly string[]): string {
  const widthOf = (index: number) => Math.max(NARROWEST_COLUMN, (heading[index]?.length ?? 0) + COLUMN_GAP);
  return `  ${name.padEnd(NAME_WIDTH)}${columns.map((column, index) => column.padStart(widthOf(index))).join('')}`;
}

function formatTarget(table: Table, target: Target): string {
  const { name, atMost, relativeTo } = target;
  const value = targetValue(table, target);
  const measured =
    relativeTo === undefined ? `${value.toFixed(1)} ${table.unit}` : `${value.toFixed(2)} x ${relativeTo}`;
  return `${isMet(table, target) ? 'within target' : 'MISSED'}: ${name} ${measured}, at most ${atMost}`;
}

/** What is not a number, such as a ratio to nothing, is within no target. */
function isMet(table: Table, target: Target): boolean {
  return targetValue(table, target) <= target.atMost;
}

function targetValue({ figures }: Table, { name, relativeTo }: Target): number {
  return valueFor(figures, name) / (relativeTo === undefined ? 1 : valueFor(figures, relativeTo));
}

function valueFor(figures: readonly Figure[], name: string): number {
  const figure = figures.find((one) => one.name === name);
  if (!figure) throw new Error(`${name} was not measured.`);
  return figure.value;
}
