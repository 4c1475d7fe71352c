import { isRecord } from '../../lib/core/type-guards.ts';

/** Results of CloudFormation's `Ref`: physical ids, parameters and pseudo parameters, by name. */
export type References = Readonly<Record<string, string>>;

/** Resolves a value of a template: text, `Ref` or `Fn::Join`. Returns `undefined` for what needs more than these. */
export function resolveValue(value: unknown, references: References): string | undefined {
  if (typeof value === 'string') return value;
  if (!isRecord(value)) return undefined;
  if (typeof value.Ref === 'string') return references[value.Ref];
  const [separator, parts] = [value['Fn::Join']].flat();
  if (typeof separator !== 'string' || !Array.isArray(parts)) return undefined;
  const texts = parts.map((part) => resolveValue(part, references));
  return texts.includes(undefined) ? undefined : texts.join(separator);
}
