import { readFile } from 'node:fs/promises';
import { bundleConsole } from './bundle-console.ts';
import { PAGES } from './pages.ts';

/** A file of the page. */
export interface ConsoleAsset {
  readonly contentType: string;
  readonly content: string;
}

/** The files of the page, by their path. */
export type ConsoleAssets = ReadonlyMap<string, ConsoleAsset>;

/** Whether this code runs from its TypeScript sources. The built package has the bundle in `assets/`. */
const RUNS_FROM_SOURCES = import.meta.url.endsWith('.ts');

/** Paths of the document: the pages, and the first one of them without its path. */
const DOCUMENT_PATHS = ['/', ...Object.keys(PAGES)];

/** Returns a function that loads the files of the page once. After an error, the next call tries again. */
export function consoleAssetsLoader(): () => Promise<ConsoleAssets> {
  let assets: Promise<ConsoleAssets> | undefined;
  return () => {
    assets ??= loadConsoleAssets().catch((error: unknown) => {
      assets = undefined;
      throw error;
    });
    return assets;
  };
}

/** Reads the files of the page, or bundles them from their sources. */
async function loadConsoleAssets(): Promise<ConsoleAssets> {
  const [document, { script, style }] = await Promise.all([
    read('page/index.html'),
    RUNS_FROM_SOURCES ? bundleConsole() : readBundle(),
  ]);
  const page = { contentType: 'text/html; charset=utf-8', content: document };
  return new Map([
    ...DOCUMENT_PATHS.map((path) => [path, page] as const),
    ['/console.js', { contentType: 'text/javascript; charset=utf-8', content: script }],
    ['/console.css', { contentType: 'text/css; charset=utf-8', content: style }],
  ]);
}

async function readBundle() {
  const [script, style] = await Promise.all([read('assets/console.js'), read('assets/console.css')]);
  return { script, style };
}

function read(path: string): Promise<string> {
  return readFile(new URL(path, import.meta.url), 'utf8');
}
