import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Returns the absolute path of an entry point of this package. Its extension is `.js` once the package is built.
 *
 * @param path - Path from the root of the sources, without extension, such as `lib/token-rotation/token-rotation-handler`.
 */
export function packageEntry(path: string): string {
  return fileURLToPath(new URL(`../${path}${extname(import.meta.url)}`, import.meta.url));
}
