import { type ExecFileException, execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AppManifest, parseManifest } from '../../lib/core/manifest.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import type { ResolvedSources } from '../app-sources.ts';
import { bundle } from '../bundling/bundle.ts';

/** What to read, and for how long. */
export interface ReadManifestOptions extends Pick<ResolvedSources, 'projectRoot' | 'functionsDirectory'> {
  /**
   * Maximum duration of the import in milliseconds.
   * @default 30000
   */
  readonly timeoutMs?: number;
}

/** Manifests that this process has read, by the hash of the app's bundle. */
const manifests = new Map<string, AppManifest>();

/**
 * Reads the manifest of the app in `app.ts`. Bundles the file and imports the bundle in another process, because the app may
 * log, change global state or need another module system.
 *
 * @throws Error with the name of the file and the cause if the import fails or gives no manifest.
 */
export function readManifest(options: ReadManifestOptions): AppManifest {
  const app = prepareImport(options);
  try {
    const known = manifests.get(app.hash);
    if (known) return known;
    const { stderr, status, error } = spawnSync(process.execPath, app.programArguments, {
      ...app.processOptions,
      encoding: 'utf8',
    });
    const timedOut = error !== undefined && 'code' in error && error.code === 'ETIMEDOUT';
    return finishImport(app, { stderr, status, timedOut, error });
  } finally {
    rmSync(app.folder, { recursive: true, force: true });
  }
}

/**
 * Reads the manifest as `readManifest` does, while this process does other work.
 *
 * @throws Error as `readManifest` does.
 */
export async function readManifestAsync(options: ReadManifestOptions): Promise<AppManifest> {
  const app = prepareImport(options);
  try {
    const known = manifests.get(app.hash);
    if (known) return known;
    const ended = await new Promise<ImportResult>((resolve) => {
      const end = (error: ExecFileException | null, _: string, stderr: string) =>
        resolve({ stderr, status: error ? (error.code ?? null) : 0, timedOut: error?.killed === true, error });
      execFile(process.execPath, app.programArguments, { ...app.processOptions, encoding: 'utf8' }, end);
    });
    return finishImport(app, ended);
  } finally {
    rmSync(app.folder, { recursive: true, force: true });
  }
}

/** This process's Node.js runs the bundle, and stack traces show the sources. */
const BUNDLE_CHANGES = { target: `node${process.versions.node}`, minify: false, sourcemap: 'inline' } as const;

/** Imports the app and writes what it exports to a file, because the app itself may print. Then ends its timers. */
const PROGRAM = `
  import { writeFileSync } from 'node:fs';
  const [, bundleUrl, resultPath] = process.argv;
  const exported = await import(bundleUrl);
  const result = { exports: Object.keys(exported), manifest: exported.app?.manifest };
  writeFileSync(resultPath, JSON.stringify(result));
  process.exit(0);`;

/** What an app exports. */
interface AppExports {
  readonly exports: readonly string[];
  readonly manifest: unknown;
}

/** An app that is ready to be imported in another process. */
interface PreparedImport {
  /** The source file. */
  readonly path: string;
  /** Temporary folder with the bundle. */
  readonly folder: string;
  /** Hash of the bundle. */
  readonly hash: string;
  readonly resultPath: string;
  readonly timeoutMs: number;
  readonly programArguments: string[];
  readonly processOptions: {
    readonly env: NodeJS.ProcessEnv;
    readonly timeout: number;
    readonly killSignal: 'SIGKILL';
    readonly maxBuffer: number;
  };
}

/** How the import ended. */
interface ImportResult {
  readonly stderr: string;
  readonly status: number | string | null;
  readonly timedOut: boolean;
  readonly error: unknown;
}

function prepareImport({ projectRoot, functionsDirectory, timeoutMs = 30_000 }: ReadManifestOptions): PreparedImport {
  const path = join(projectRoot, functionsDirectory, 'app.ts');
  if (!existsSync(path)) {
    throw new Error(`There is no app in ${path}. Create the file, or set functionsDirectory or projectRoot.`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'frameio-lambda-manifest-'));
  const [outfile, resultPath] = [join(folder, 'app.mjs'), join(folder, 'result.json')];
  try {
    bundle({ projectRoot, entry: path, outfile, changes: BUNDLE_CHANGES });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const nodeOptions = ['--enable-source-maps', '--input-type=module', '-e', PROGRAM];
  return {
    path,
    folder,
    hash: createHash('sha256').update(readFileSync(outfile)).digest('hex'),
    resultPath,
    timeoutMs,
    programArguments: [...nodeOptions, pathToFileURL(outfile).href, resultPath],
    processOptions: {
      env: { ...process.env, NODE_OPTIONS: '', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: Number.POSITIVE_INFINITY,
    },
  };
}

function finishImport(
  { path, hash, resultPath, timeoutMs }: PreparedImport,
  { stderr, status, timedOut, error }: ImportResult,
): AppManifest {
  if (existsSync(resultPath)) {
    const manifest = parseManifest(manifestOf(path, readResult(readFileSync(resultPath, 'utf8'))));
    manifests.set(hash, manifest);
    return manifest;
  }
  const failure = timedOut ? `did not end within ${timeoutMs / 1_000} seconds` : `ended with exit code ${status}`;
  throw new Error(
    `The import of ${path} must work without variables, secrets and network, but ${failure}. Move the code that needs them into a handler.\n${stderr.trim()}`.trim(),
    { cause: error },
  );
}

function readResult(text: string): AppExports {
  const { exports, manifest } = recordOf(JSON.parse(text));
  return { exports: [exports].flat().map(String), manifest };
}

function manifestOf(path: string, { exports, manifest }: AppExports): unknown {
  if (!exports.includes('app')) {
    const names = exports.length === 0 ? 'nothing' : exports.join(', ');
    throw new Error(`${path} must export app, but exports ${names}. Write: export const app = new App();`);
  }
  if (manifest === undefined) {
    throw new Error(
      `The app that ${path} exports must be an App of frameio-lambda, but has no manifest. Write: export const app = new App();`,
    );
  }
  return manifest;
}
