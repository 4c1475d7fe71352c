import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../lib', import.meta.url));

/** The source text of the whole framework. Tests compare the guides with it. */
export const FRAMEWORK_SOURCE = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(folder, path), 'utf8'))
  .join('\n');

/** Returns the names of the properties that an interface declares itself. */
export function propertiesOf(source: string, name: string): readonly string[] {
  const body =
    source.split(`export interface ${name} `)[1]?.split('\n}')[0] ??
    source.split(`export interface ${name}<`)[1]?.split('\n}')[0] ??
    '';
  return [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, property = '']) => property);
}
