import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { escapeControls } from '../terminal/escape-controls.ts';
import { hasMarker, MARKER, writeMarker } from './state-folder-marker.ts';

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

/** Every entry that a sandbox creates in its folder, besides the marker. */
const SANDBOX_ENTRIES = [
  'sqs.journal',
  'frameio.journal',
  'deliveries.journal',
  'dynamodb',
  'clock.json',
  'addresses.json',
  'sandbox.json',
  BUNDLES,
  LOCK,
];

/** Suffix of a file that is being rewritten. */
const TEMPORARY = /\.new$/;

/**
 * Acquires a folder for the lifetime of this process.
 *
 * @param fresh - Whether to delete the state that an earlier sandbox left.
 * @throws Error when another sandbox uses the folder, when it has an entry that a sandbox would overwrite but did not create,
 *   or when `fresh` is set and the folder is not a sandbox's.
 */
export async function acquireStateFolder(path: string, { fresh }: { readonly fresh: boolean }): Promise<StateFolder> {
  // A socket, because the system closes it immediately when its process is killed.
  const isWindows = process.platform === 'win32';
  const socketPath = isWindows ? join('\\\\?\\pipe', resolve(path)) : join(path, LOCK);
  if (await acceptsConnections(socketPath)) {
    throw new Error(`Another sandbox is using ${path}. Stop that sandbox, or choose another folder with --state.`);
  }
  mkdirSync(path, { recursive: true });
  const entries = readdirSync(path).filter((entry) => entry !== MARKER);
  const sandboxEntries = entries.filter(isSandboxEntry);
  const foreignEntries = entries.filter((entry) => !isSandboxEntry(entry));
  if (hasMarker(path)) refuseForeignLock(path);
  else claim(path, { fresh, sandboxEntries, foreignEntries });
  const stale = fresh ? sandboxEntries : [LOCK];
  for (const entry of stale) rmSync(join(path, entry), { recursive: true, force: true });
  const server = await listenOn(socketPath);
  return { path, foreignEntries, release: () => new Promise((resolve) => server.close(() => resolve())) };
}

interface UnmarkedFolder extends Pick<StateFolder, 'foreignEntries'> {
  readonly fresh: boolean;
  /** Entries with the name of one that a sandbox creates. */
  readonly sandboxEntries: readonly string[];
}

/** Marks a folder as a sandbox's, if that endangers no file: the folder may be the user's home folder. */
function claim(path: string, { fresh, sandboxEntries, foreignEntries }: UnmarkedFolder): void {
  if (sandboxEntries.length > 0) throw new Error(refusal(path, sandboxEntries));
  if (fresh && foreignEntries.length > 0) throw new Error(refusal(path, foreignEntries));
  writeMarker(path);
}

/** A sandbox that was killed leaves a socket. The name is common, so a user may have a file with it. */
function refuseForeignLock(path: string): void {
  const lock = lstatSync(join(path, LOCK), { throwIfNoEntry: false });
  if (lock && !lock.isSocket()) throw new Error(refusal(path, [LOCK]));
}

function refusal(path: string, entries: readonly string[]): string {
  return `${path} has entries that no sandbox created: ${formatNames(entries)}. Nothing was changed. Choose an empty or new folder with --state.`;
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
