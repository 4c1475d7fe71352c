import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunProcessOptions, runProcess } from './run-process.ts';
import { step } from './step.ts';

export const NODE_VERSION = '24.21.0';
export const RUNTIME_CLIENT_VERSION = '4.0.2';

/** What Lambda's image has in addition to the distribution. */
export interface Runtime {
  /** Path of Node.js. */
  readonly node: string;
  /** Folder of Lambda's runtime interface client. */
  readonly client: string;
}

/** Installs Node.js, and builds Lambda's runtime interface client for it. */
export async function installRuntime(folder: string, options: RunProcessOptions): Promise<Runtime> {
  const nodePackage = `node-linux-${process.arch}`;
  const node = await step(`Node.js ${NODE_VERSION}, with npm`, () =>
    installPackage(join(folder, 'node'), nodePackage, NODE_VERSION, options),
  );
  const env = { ...process.env, npm_config_nodedir: node }; // headers, which node-gyp would download otherwise
  const client = await step(`Lambda's runtime interface client ${RUNTIME_CLIENT_VERSION}, with npm and g++`, () =>
    installPackage(join(folder, 'client'), 'aws-lambda-ric', RUNTIME_CLIENT_VERSION, { ...options, env }),
  );
  return { node: join(node, 'bin/node'), client };
}

/** Installs a package of npm into a new folder. Returns the package's folder. */
async function installPackage(folder: string, name: string, version: string, options: RunProcessOptions) {
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: { [name]: version }, allowScripts: { [name]: true } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const install = ['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts=false'];
  await runProcess(install, { ...options, cwd: folder });
  return join(folder, 'node_modules', name);
}
