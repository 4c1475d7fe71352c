import { Resource } from '../../lib/client/resources/resource.ts';
import type { StableResources } from '../../lib/client/resources/stable-resources.ts';

/** What resources have for themselves. */
const NOT_PUBLIC: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Resource.prototype));

/** Every public method of a client's resources, with those a resource inherits from another: `comments.create`. */
export function methodsOf(resources: StableResources): readonly string[] {
  return Object.entries(resources).flatMap(([name, resource]: [string, unknown]) => {
    if (!(resource instanceof Resource)) return []; // such as `experimental`
    return namesOf(resource, Resource.prototype)
      .filter((method) => !NOT_PUBLIC.has(method))
      .map((method) => `${name}.${method}`);
  });
}

/** What an object has by its class and those it is derived from, up to `root` and with it. */
function namesOf(object: object, root: object): readonly string[] {
  const names = new Set<string>();
  for (let kind = Reflect.getPrototypeOf(object); kind; kind = kind === root ? null : Reflect.getPrototypeOf(kind)) {
    for (const name of Object.getOwnPropertyNames(kind)) names.add(name);
  }
  names.delete('constructor');
  return [...names];
}
