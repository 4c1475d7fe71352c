import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { escapeControls } from '../terminal/escape-controls.ts';

/** A folder that holds the state of one sandbox at a time. */
export interface StateFolder {
  readonly path: string;
  /** Names of entries that no sandbox created. The sandbox never touches them. */
  readonly foreignEntries: readonly string[];
  /** Makes the folder available to the next sandbox. */
  release(): Promise<void>;
}

/** Name of the socket that a running sandbox listens on. */
const LOCK = 'in-use';

/** Name of the folder with the Lambda bundles. */
export const BUNDLES = 'bundles';

/** Every entry that a sandbox creates in its folder. */
const SANDBOX_ENTRIES = ['sqs.journal', 'frameio.journal', 'dynamodb', 'clock.json', 'addresses.json', BUNDLES, LOCK];

/** Suffix of a file that is being rewritten. */
const TEMPORARY = /\.new$/;

/** Entries that prove that a sandbox used the folder. Other programs may create the rest of the names, too. */
const UNMISTAKABLE = /\.journal$/;

/**
 * Acquires a folder for the lifetime of this process.
 *
 * @param fresh - Whether to delete the state that an earlier sandbox left.
 * @throws Error when another sandbox uses the folder, or when `fresh` is set and the folder is not a sandbox's.
 */
export async function acquireStateFolder(path: string, { fresh }: { readonly fresh: boolean }): Promise<StateFolder> {
  // A socket, because the system closes it immediately when its process is killed.
  const isWindows = process.platform === 'win32';
  const socketPath = isWindows ? join('\\\\?\\pipe', resolve(path)) : join(path, LOCK);
  if (await acceptsConnections(socketPath)) {
    throw new Error(`Another sandbox is using ${path}. Stop that sandbox, or choose another folder with --state.`);
  }
  mkdirSync(path, { recursive: true });
  if (fresh) deleteState(path);
  else rmSync(join(path, LOCK), { force: true });
  const foreignEntries = readdirSync(path).filter((entry) => !isSandboxEntry(entry));
  const server = await listenOn(socketPath);
  return { path, foreignEntries, release: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** Deletes nothing from a folder that shows no sign of a sandbox: it may be the user's home folder. */
function deleteState(path: string): void {
  const entries = readdirSync(path);
  const sandboxEntries = entries.filter(isSandboxEntry);
  const foreignEntries = entries.filter((entry) => !isSandboxEntry(entry));
  if (foreignEntries.length > 0 && !sandboxEntries.some((entry) => UNMISTAKABLE.test(entry.replace(TEMPORARY, '')))) {
    throw new Error(
      `${path} holds no sandbox state, but ${formatNames(foreignEntries)}. Nothing was deleted. Choose an empty or new folder with --state.`,
    );
  }
  for (const entry of sandboxEntries) rmSync(join(path, entry), { recursive: true, force: true });
}

function isSandboxEntry(entry: string): boolean {
  return SANDBOX_ENTRIES.includes(entry.replace(TEMPORARY, ''));
}

/** Lists the first three names. */
export function formatNames(names: readonly string[]): string {
  return `${names.slice(0, 3).map(escapeControls).join(', ')}${names.length > 3 ? ', ...' : ''}`;
}

function acceptsConnections(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function listenOn(socketPath: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(socketPath, () => resolve(server));
  });
}
