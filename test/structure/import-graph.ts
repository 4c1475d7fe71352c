import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';

/** One file that imports another. Paths start at the root of the project. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Folders whose files are not the project's own. */
const IGNORED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', 'cdk.out', 'dist']);

/** `from '...'`, `import '...'` and `import('...')`, type-only imports and re-exports included. */
const RELATIVE_SPECIFIER = /(?:\bfrom\s*|\bimport\(\s*|^\s*import\s*)'(\.{1,2}\/[^']+)'/gm;

/** Returns the source files below `folder`, such as `lib/core/env.ts`. */
export function sourceFilesIn(root: string, folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || IGNORED_FOLDERS.has(entry.name)) return [];
    if (entry.isDirectory()) return sourceFilesIn(root, path);
    return /\.(?:ts|js|mjs|cjs)$/.test(path) ? [path] : [];
  });
}

/** Returns each import of one of `files` by another. The compiler reports imports of missing files. */
export function importsAmong(root: string, files: readonly string[]): readonly Import[] {
  const known = new Set(files);
  return files.flatMap((from) => {
    const specifiers = readFileSync(join(root, from), 'utf8').matchAll(RELATIVE_SPECIFIER);
    const targets = new Set(Array.from(specifiers, ([, specifier = '']) => join(dirname(from), specifier)));
    return [...targets].filter((to) => known.has(to)).map((to) => ({ from, to }));
  });
}

/** Returns import cycles as `a.ts -> b.ts -> a.ts`; empty only if there is no cycle. */
export function cyclesIn(imports: readonly Import[]): readonly string[] {
  const targetsOf = new Map<string, string[]>();
  for (const { from, to } of imports) targetsOf.set(from, [...(targetsOf.get(from) ?? []), to]);
  const path: string[] = [];
  const visited = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string) => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    } else if (!visited.has(file)) {
      visited.add(file);
      path.push(file);
      for (const target of targetsOf.get(file) ?? []) visit(target);
      path.pop();
    }
  };
  for (const file of targetsOf.keys()) visit(file);
  return cycles;
}
