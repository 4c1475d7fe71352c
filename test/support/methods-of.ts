import { Resource } from '../../lib/client/resources/resource.ts';

/** Every public method of a client's resources, with those a resource inherits from another: `comments.create`. */
export function methodsOf(resources: object): readonly string[] {
  return Object.entries(resources).flatMap(([name, resource]) =>
    [...new Set(methodNames(resource))].map((method) => `${name}.${method}`),
  );
}

function methodNames(resource: unknown): readonly string[] {
  const kind: unknown = Reflect.getPrototypeOf(Object(resource));
  if (typeof kind !== 'object' || kind === null || kind === Resource.prototype) return [];
  return [...Object.getOwnPropertyNames(kind).filter((name) => name !== 'constructor'), ...methodNames(kind)];
}
