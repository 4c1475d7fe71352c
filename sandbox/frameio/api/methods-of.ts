import { Resource } from '../../../lib/client/resources/resource.ts';
import type { StableResources } from '../../../lib/client/resources/stable-resources.ts';

/** Methods that resources use themselves. */
const NOT_PUBLIC: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Resource.prototype));

/** Returns the public methods of a client's resources, inherited ones included, such as `comments.create`. */
export function methodsOf(resources: StableResources): readonly string[] {
  return Object.entries(resources).flatMap(([name, resource]: [string, unknown]) => {
    if (!(resource instanceof Resource)) return []; // such as `experimental`
    return namesOf(resource, Resource.prototype)
      .filter((method) => !NOT_PUBLIC.has(method))
      .map((method) => `${name}.${method}`);
  });
}

/** Returns the names that an object has from its classes, up to and including `root`. */
function namesOf(object: object, root: object): readonly string[] {
  const names = new Set<string>();
  for (let kind = Reflect.getPrototypeOf(object); kind; kind = kind === root ? null : Reflect.getPrototypeOf(kind)) {
    for (const name of Object.getOwnPropertyNames(kind)) names.add(name);
  }
  names.delete('constructor');
  return [...names];
}
