import { chownSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildImage, imageFileName } from './build-image.ts';
import { installSamCli, SAM_CLI_FOLDER } from './install-sam-cli.ts';
import type { Distribution } from './read-distribution.ts';
import { runProcess } from './run-process.ts';

/** What the test downloads and builds once. */
export interface SamParts {
  /** Folder of the program `sam`. */
  readonly samFolder: string;
  /** Tarball with the files of the image. */
  readonly imagePath: string;
}

/** Folder of the parts. Git ignores it, and `npm ci` deletes it. */
const CACHE = 'node_modules/.cache/frameio-lambda/sam';

/** Returns the parts. Makes those that the cache lacks, and deletes those of other versions. */
export async function prepareParts(distribution: Distribution, signal: AbortSignal): Promise<SamParts> {
  const cache = fileURLToPath(new URL(`../../${CACHE}`, import.meta.url));
  const names = [SAM_CLI_FOLDER, imageFileName(distribution)];
  const [samCli = '', image = ''] = names.map((name) => join(cache, name));
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    if (!names.includes(name)) rmSync(join(cache, name), { recursive: true, force: true });
  }
  const parts: SamParts = { samFolder: join(samCli, 'bin'), imagePath: image };
  if (existsSync(image) && isComplete(samCli)) return parts;
  console.log(`Makes what is missing in ${CACHE}. In an empty cache, this takes about three minutes.`);
  const failure = new AbortController();
  const settings = { signal: AbortSignal.any([signal, failure.signal]) };
  const tasks = [
    ...(isComplete(samCli) ? [] : [installSamCli(samCli, settings)]),
    ...(existsSync(image) ? [] : [buildImage(image, distribution, settings)]),
  ];
  const stopOthers = (error: unknown) => failure.abort(error);
  for (const task of tasks) task.catch(stopOthers);
  const outcomes = await Promise.allSettled(tasks);
  await giveToUser(cache);
  const failed = outcomes.some(({ status }) => status === 'rejected');
  if (failed) throw signal.aborted ? signal.reason : failure.signal.reason;
  return parts;
}

/** Returns whether nothing is missing in the SAM CLI's folder. */
function isComplete(samCli: string): boolean {
  return existsSync(join(samCli, 'complete'));
}

/** Under sudo, gives the files to the user, so that `npm ci` can delete them. */
async function giveToUser(cache: string): Promise<void> {
  const { SUDO_UID: user, SUDO_GID: group } = process.env;
  if (user === undefined || group === undefined) return;
  chownSync(join(cache, '../..'), Number(user), Number(group));
  await runProcess(['chown', '--recursive', `${user}:${group}`, join(cache, '..')]);
}
