import { fileURLToPath } from 'node:url';

/** The page's script and style. */
export interface ConsoleBundle {
  readonly script: string;
  readonly style: string;
}

/** Bundles the page from its sources. */
export async function bundleConsole(): Promise<ConsoleBundle> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: ['main.tsx', 'console.css'].map((name) => fileURLToPath(new URL(`page/${name}`, import.meta.url))),
    outdir: fileURLToPath(new URL('assets', import.meta.url)),
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2023',
    legalComments: 'none',
  });
  const textOf = (name: string) => outputFiles.find(({ path }) => path.endsWith(name))?.text ?? '';
  return { script: textOf('main.js'), style: textOf('console.css') };
}
