import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { isRecord } from '../../lib/core/type-guards.ts';

/** Name of the file with the licence notices, next to a bundle. */
export const LICENSES_FILE = 'THIRD-PARTY-LICENSES.txt';

/** A package of which a bundle contains code. */
interface BundledPackage {
  /** Name and version, such as `p-limit 7.3.3`. */
  readonly label: string;
  /** Identifier of the licence, such as `MIT`. */
  readonly license: string;
  /** Texts of its licence and notice files. */
  readonly text: string;
}

const LICENSE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const RULE = `\n\n${'-'.repeat(80)}\n\n`;

/**
 * Returns the licence notices of the packages in a bundle. Packages with the same text share one copy of it.
 *
 * @param metafile - esbuild's description of the bundle.
 * @param projectRoot - Folder that its paths are relative to.
 */
export function thirdPartyLicenses(metafile: Metafile, projectRoot: string): string {
  const packages = packageFoldersIn(metafile).map((folder) => readPackage(resolve(projectRoot, folder)));
  const texts = new Set(packages.map(({ text }) => text));
  const sections = [...texts].map((shared) => {
    const sharing = packages.filter(({ text }) => text === shared);
    const labels = new Set(sharing.map(({ label, license }) => `${label} (${license})`));
    return `${[...labels].sort().join('\n')}\n\n${shared || 'No licence file.'}`;
  });
  return `This bundle contains code of these packages.${RULE}${sections.sort().join(RULE)}\n`;
}

/** Returns the folders of the packages whose code is in an output. The user's own files are in none. */
function packageFoldersIn({ outputs }: Metafile): readonly string[] {
  const inputs = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)];
}

function readPackage(folder: string): BundledPackage {
  const path = join(folder, 'package.json');
  const found: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const { name = folder, version = '', license = 'no licence named' } = isRecord(found) ? found : {};
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (file) => file.isFile() && LICENSE_FILE.test(file.name),
  );
  const texts = files.map((file) => readFileSync(join(folder, file.name), 'utf8').replaceAll('\r\n', '\n').trim());
  return { label: `${name} ${version}`.trim(), license: formatLicense(license), text: texts.join('\n\n') };
}

/** Old packages write `{ "type": "MIT" }`. */
function formatLicense(license: unknown): string {
  return String(isRecord(license) ? license.type : license);
}
