import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The files of this project that the files of a folder import. */
function importsOf(folder: string): readonly string[] {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => {
      const file = join(root, folder, path);
      const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g);
      return [...specifiers].map(([, specifier = '']) => relative(root, join(dirname(file), specifier)));
    });
}

it.each([
  { folder: 'lib', may: /^lib\// },
  { folder: 'functions', may: /^(functions\/|lib\/index\.ts$)/ },
  { folder: 'cdk', may: /^(cdk\/|lib\/env\.ts$)/ },
  { folder: 'sandbox', may: /^(sandbox|cdk|lib)\// },
  { folder: 'cli', may: /^(cli|sandbox|cdk|lib)\// },
  { folder: 'simulation', may: /^(simulation|cli|sandbox|cdk|lib)\// },
])('$folder imports nothing but $may', ({ folder, may }) => {
  const imports = importsOf(folder);
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((path) => !may.test(path))).toEqual([]);
});
