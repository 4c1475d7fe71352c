import type { Import } from './import-graph.ts';

/** The layers of `lib/`, lowest first. A file imports from its own layer and from those below. */
const LIB_LAYERS: readonly (readonly string[])[] = [
  ['core'],
  ['aws', 'http', 'observability'],
  ['retry', 'queue', 'idempotency', 'store', 'secrets', 'client', 'events', 'signature'],
  ['dispatch', 'actions', 'jobs', 'registration', 'token-rotation', 'reconciliation'],
  ['app'],
  ['endpoint', 'worker', 'adapters'],
  ['index.ts'],
];

/** What each top-level folder may import besides itself. `*` is everything. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  cdk: ['lib/core/'],
  sandbox: ['lib/', 'cdk/'],
  testing: ['lib/', 'cdk/', 'sandbox/'],
  cli: ['lib/', 'cdk/', 'sandbox/'],
  simulation: ['lib/', 'cdk/', 'sandbox/', 'cli/'],
  scripts: ['sandbox/console/'],
  docs: ['lib/', 'cdk/', 'sandbox/', 'cli/', 'scripts/'],
  bench: ['*'],
  test: ['*'],
};

/** The user's app and its tests, and those of a new project. The user may change and delete any of these files. */
const USER_FOLDERS: readonly string[] = ['functions/', 'test/functions/', 'cli/init/template/'];

/** An import that breaks a rule for a reason. */
export interface ImportException {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export const EXCEPTIONS: readonly ImportException[] = [];

/** Whether the file belongs to the user's app. No rule applies to its own imports. */
export function isUserFile(path: string): boolean {
  return USER_FOLDERS.some((folder) => path.startsWith(folder));
}

/** Returns the rule that an import of the framework breaks, or `undefined` if it breaks none. */
export function brokenRule({ from, to }: Import): string | undefined {
  if (isUserFile(to)) return 'functions/ and test/functions/ belong to the user: run an app of test/fixtures/';
  const [folder, target] = [folderOf(from), folderOf(to)];
  const allowed = MAY_IMPORT[folder];
  if (!allowed) return `${folder} has no rule: add it to MAY_IMPORT`;
  if (folder === 'lib' && target === 'lib') return brokenLayer(from, to);
  if (folder === target || allowed.some((prefix) => prefix === '*' || to.startsWith(prefix))) return undefined;
  return `${folder} may import only ${[`${folder}/`, ...allowed].join(', ')}`;
}

/** Whether the exception covers the import. */
export function isException({ from, to }: Import, exception: ImportException): boolean {
  return from.startsWith(exception.from) && to.startsWith(exception.to);
}

function brokenLayer(from: string, to: string): string | undefined {
  const [unit, target] = [libUnitOf(from), libUnitOf(to)];
  const [layer, targetLayer] = [unit, target].map((name) => LIB_LAYERS.findIndex((names) => names.includes(name)));
  if (layer === -1 || targetLayer === -1)
    return `lib/${layer === -1 ? unit : target} has no layer: add it to LIB_LAYERS`;
  if (layer === undefined || targetLayer === undefined || targetLayer <= layer) return undefined;
  return `lib/${target} is a layer above lib/${unit}`;
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** `client` of `lib/client/client.ts`, `index.ts` of `lib/index.ts`. */
function libUnitOf(path: string): string {
  return path.split('/')[1] ?? '';
}
