import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { blocksOf, readDocument } from '../support/documents.ts';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

/** An example that names its file in the first line. */
export interface Example {
  readonly path: string;
  readonly code: string;
}

/** A document with examples for `functions/`. */
export interface Guide {
  /** Path from the root of the project. */
  readonly path: string;
  readonly examples: readonly Example[];
  /** The values that the guide puts into `.env`. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The README and all guides that have an example for `functions/`. */
export const GUIDES: readonly Guide[] = [
  'README.md',
  ...readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
    .map((path) => `docs/${path}`)
    .sort(),
]
  .map(readGuide)
  .filter(({ examples }) => examples.some(({ path }) => path.startsWith('functions/')));

function readGuide(path: string): Guide {
  const document = readDocument(path);
  const examples = blocksOf(document, 'ts').flatMap((code) => {
    const file = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1];
    return file === undefined ? [] : [{ path: file, code }];
  });
  const dotEnv = [...blocksOf(document, 'ini'), ...blocksOf(document, 'text')]
    .join('\n')
    .match(/^[A-Z][A-Z0-9_]*=.*$/gm);
  return { path, examples, variables: parseEnv(dotEnv?.join('\n') ?? '') };
}
