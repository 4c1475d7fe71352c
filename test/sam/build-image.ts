import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installRuntime, NODE_VERSION, RUNTIME_CLIENT_VERSION, type Runtime } from './install-runtime.ts';
import { PRIVATE_NAMESPACES } from './namespaces.ts';
import type { Distribution } from './read-distribution.ts';
import { type RunProcessOptions, runProcess } from './run-process.ts';
import { step } from './step.ts';

/** Lambda starts this program. It passes invocations to the handler. */
const BOOTSTRAP = `#!/bin/sh
exec /var/lang/bin/node /var/runtime/aws-lambda-ric/index.mjs "$_HANDLER"
`;

/** What the runtime interface client needs when it runs. */
const CLIENT_FILES = ['index.mjs', 'package.json', 'rapid-client.node'];

/** Files that no function reads. */
const LEFT_OUT = ['./usr/share/doc/*', './usr/share/locale/*', './usr/share/man/*', './var/cache/*', './var/lib/apt/*'];

/** Returns the name of the tarball. Another version has another name. */
export function imageFileName({ codename }: Distribution): string {
  const contents = [codename, process.arch, NODE_VERSION, RUNTIME_CLIENT_VERSION, BOOTSTRAP, CLIENT_FILES, LEFT_OUT];
  return `image-${createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 12)}.tar`;
}

/**
 * Makes a tarball with the files of an image that takes the place of Lambda's: the distribution of this machine, Node.js, and
 * Lambda's runtime interface client.
 */
export async function buildImage(path: string, distribution: Distribution, options: RunProcessOptions): Promise<void> {
  const work = mkdtempSync(join(dirname(path), 'build-'));
  try {
    const root = join(work, 'root');
    const [runtime] = await Promise.all([
      installRuntime(join(work, 'runtime'), options),
      installDistribution(root, distribution, options),
    ]);
    await step('Tarball of the image', async () => {
      addRuntime(root, runtime);
      const excluded = LEFT_OUT.map((pattern) => `--exclude=${pattern}`);
      await runProcess(['tar', '--create', '--file', join(work, 'image.tar'), ...excluded, '-C', root, '.'], options);
      renameSync(join(work, 'image.tar'), path); // an incomplete tarball never has this name
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Installs the smallest set of packages. A mount of debootstrap is in its own namespace, and so cannot stay behind. */
async function installDistribution(
  root: string,
  { codename, mirror }: Distribution,
  options: RunProcessOptions,
): Promise<void> {
  const source = mirror === undefined ? [] : [mirror];
  const debootstrap = ['debootstrap', '--variant=minbase', codename, root, ...source];
  await step(`Files of ${codename}, with debootstrap`, () =>
    runProcess(['unshare', ...PRIVATE_NAMESPACES, ...debootstrap], options),
  );
}

/** Adds the runtime where Lambda's image has it. */
function addRuntime(root: string, { node, client }: Runtime): void {
  mkdirSync(join(root, 'var/task'));
  cpSync(node, join(root, 'var/lang/bin/node'));
  for (const name of CLIENT_FILES) cpSync(join(client, name), join(root, 'var/runtime/aws-lambda-ric', name));
  writeFileSync(join(root, 'var/runtime/bootstrap'), BOOTSTRAP, { mode: 0o755 });
}
