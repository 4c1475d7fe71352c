/** What the router needs to know about an operation. */
export interface Routable {
  readonly method: string;
  /** Path with parameters in braces, such as `/v4/accounts/{account_id}`. */
  readonly path: string;
}

/** The operation that a request calls, with the values of its path parameters. */
export interface Route<Operation extends Routable> {
  readonly operation: Operation;
  readonly ids: Readonly<Record<string, string>>;
}

const PARAMETER = /^\{(.+)\}$/;

/** Finds the operation for a request. If several match, a literal segment wins over a parameter. */
export function findRoute<Operation extends Routable>(
  operations: readonly Operation[],
  method: string,
  path: string,
): Route<Operation> | undefined {
  const segments = segmentsOf(path);
  return operations
    .filter((operation) => operation.method === method)
    .flatMap((operation) => {
      const ids = match(segmentsOf(operation.path), segments);
      return ids ? [{ operation, ids }] : [];
    })
    .toSorted((one, other) => Object.keys(one.ids).length - Object.keys(other.ids).length)[0];
}

function match(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const ids: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const name = PARAMETER.exec(template[index] ?? '')?.[1];
    if (name !== undefined) ids[name] = decodeSegment(segment);
    else if (template[index] !== segment) return undefined;
  }
  return ids;
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** Decodes a path segment. Returns a malformed segment as it is: no id has this form. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
