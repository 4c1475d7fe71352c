import { isRecord } from '../../lib/core/type-guards.ts';

/** The values of one metric in one line. */
export interface EmfDatum {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
}

/**
 * Reads a line as CloudWatch does (CloudWatch user guide, "Specification: Embedded metric format"). The comments name the
 * sections of the specification.
 *
 * @throws Error if CloudWatch would ignore the line or a part of it.
 */
export function readEmf(line: string): readonly EmfDatum[] {
  const root = requireRecord(JSON.parse(line));
  const metadata = requireRecord(root._aws);
  // Metadata object: a time in ms since 1970, at most 14 days in the past and 2 hours in the future.
  const age = Date.now() - Number(metadata.Timestamp);
  assert(Number.isInteger(metadata.Timestamp) && age <= 14 * 86_400_000 && age >= -2 * 3_600_000, 'Timestamp');
  return listOf(metadata.CloudWatchMetrics).flatMap((directive) => readDirective(requireRecord(directive), root));
}

function readDirective({ Namespace, Dimensions, Metrics }: Fields, root: Fields): readonly EmfDatum[] {
  // MetricDirective object: all three are required.
  const namespace = textOf(Namespace, 1_024);
  const dimensionSets = listOf(Dimensions);
  assert(dimensionSets.length === 1, 'Dimensions: exactly one set, because each set counts the metric again');
  const definitions = listOf(Metrics);
  assert(definitions.length > 0 && definitions.length <= 100, 'Metrics: 1 to 100');
  const dimensions = readDimensions(listOf(dimensionSets[0]), root);
  return definitions.map((definition) => {
    const { Name, Unit } = requireRecord(definition);
    const name = textOf(Name, 1_024);
    assert(name !== '_aws' && !(name in dimensions), 'Metrics: a name that is not used for something else');
    return { namespace, dimensions, name, unit: textOf(Unit, 20), values: readValues(root[name]) };
  });
}

/** DimensionSet array: up to 30 names. Each refers to a string in the root node. */
function readDimensions(names: readonly unknown[], root: Fields): Readonly<Record<string, string>> {
  assert(names.length <= 30, 'DimensionSet: at most 30 names');
  return Object.fromEntries(names.map((name) => [textOf(name, 250), textOf(root[textOf(name, 250)], 1_024)]));
}

/** Target members: a number or up to 100 numbers in the root node. */
function readValues(target: unknown): readonly number[] {
  const values = [target].flat();
  assert(values.length > 0 && values.length <= 100, 'Target members: 1 to 100 values');
  return values.map((value) => {
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new Error('Target members: expected finite numbers.');
    return value;
  });
}

type Fields = Readonly<Record<string, unknown>>;

function requireRecord(value: unknown): Fields {
  if (!isRecord(value)) throw new Error('Expected an object.');
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('Expected an array.');
  return value;
}

function textOf(value: unknown, longest: number): string {
  if (typeof value !== 'string' || value === '' || value.length > longest)
    throw new Error(`Expected a string of 1 to ${longest} characters.`);
  return value;
}

function assert(holds: boolean, what: string): void {
  if (!holds) throw new Error(`CloudWatch would ignore this line. Expected ${what}.`);
}
