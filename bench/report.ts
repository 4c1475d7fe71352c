/** One measured value of one candidate. */
export interface Figure {
  readonly name: string;
  /** The value in the table's unit. */
  readonly value: number;
  /** Further columns, by heading. */
  readonly details?: Readonly<Record<string, number>>;
}

/** One measurement of several candidates. */
export interface Table {
  readonly title: string;
  readonly unit: string;
  readonly figures: readonly Figure[];
  /** Candidates that the others are compared with: a column of ratios each. */
  readonly relativeTo: readonly string[];
  readonly targets: readonly Target[];
  /** Explanations below the table, one line each. */
  readonly notes?: readonly string[];
}

/** Upper limit of a candidate's value. */
export interface Target {
  readonly name: string;
  readonly atMost: number;
  /**
   * Candidate whose value `atMost` is a multiple of.
   * @default none: `atMost` is in the table's unit
   */
  readonly relativeTo?: string;
  /**
   * Whether the value is a time on this machine, which other work on it changes.
   * @default false
   */
  readonly isTiming?: boolean;
}

/** Whether a missed target of time fails the bench like any other target, or is only reported. */
export type TimingTargets = 'enforce' | 'report';

const NARROWEST_COLUMN = 7;
const COLUMN_GAP = 3;

/** Formats the measurement: one line per candidate. */
export function formatTable({ title, unit, figures, relativeTo, notes = [] }: Table): string {
  const details = [...new Set(figures.flatMap((figure) => Object.keys(figure.details ?? {})))];
  const heading = ['', unit, ...relativeTo.map((name) => `x ${name}`), ...details];
  const rows = figures.map(({ name, value, details: columns = {} }) => [
    name,
    value.toFixed(1),
    ...relativeTo.map((base) => (value / findValue(figures, base)).toFixed(2)),
    ...details.map((detail) => columns[detail]?.toFixed(1) ?? ''),
  ]);
  return [title, ...alignColumns([heading, ...rows]), ...notes.map((note) => `  ${note}`)].join('\n');
}

/** A target beside the measured value. */
export interface TargetResult {
  readonly table: Table;
  readonly name: string;
  /** The measured value with its unit. */
  readonly measured: string;
  /** The limit with its unit. */
  readonly limit: string;
  readonly status: 'met' | 'missed' | 'missed, not enforced';
}

/** Compares the measured values with the targets of all tables. */
export function checkTargets(tables: readonly Table[], timing: TimingTargets): readonly TargetResult[] {
  return tables.flatMap((table) =>
    table.targets.map(({ name, atMost, relativeTo, isTiming = false }): TargetResult => {
      const base = relativeTo === undefined ? 1 : findValue(table.figures, relativeTo);
      const value = findValue(table.figures, name) / base;
      const unit = relativeTo === undefined ? table.unit : `x ${relativeTo}`;
      const missed = isTiming && timing === 'report' ? 'missed, not enforced' : 'missed';
      return {
        table,
        name,
        measured: `${value.toFixed(relativeTo === undefined ? 1 : 2)} ${unit}`,
        limit: `at most ${atMost} ${unit}`,
        status: value <= atMost ? 'met' : missed, // NaN, such as 0 divided by 0, meets no target
      };
    }),
  );
}

/** Formats the results as the bench's last table. */
export function formatTargets(results: readonly TargetResult[]): string {
  const rows = results.map(({ name, measured, limit, status }) => [name, measured, limit, status]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)) + COLUMN_GAP);
  const lines = results.flatMap(({ table }, index) => {
    const line = rows[index]?.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('');
    return [...(results[index - 1]?.table === table ? [] : [`  ${table.title}`]), `    ${line}`];
  });
  return ['Targets', ...lines].join('\n');
}

/** Aligns the first column to the left and the numbers below their headings. */
function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const align = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widthOf(0)) : cell.padStart(Math.max(NARROWEST_COLUMN, widthOf(column)) + COLUMN_GAP);
  return rows.map((row) => `  ${row.map(align).join('')}`.trimEnd());
}

function findValue(figures: readonly Figure[], name: string): number {
  const figure = figures.find((one) => one.name === name);
  if (!figure) throw new Error(`Expected a value of "${name}", found none.`);
  return figure.value;
}
