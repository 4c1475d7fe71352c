import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';

/** A folder that one sandbox keeps its state in. */
export interface StateFolder {
  readonly path: string;
  /** Names of what no sandbox has put there: nobody touches it. */
  readonly foreign: readonly string[];
  /** Lets the next sandbox have it. */
  release(): Promise<void>;
}

/** All that a sandbox leaves in the folder. */
const KEPT = ['sqs.journal', 'frameio.journal', 'dynamodb', 'clock.json', 'addresses.json', 'in-use'];

/** A file that is being written anew has this at its end. */
const UNFINISHED = /\.new$/;

/** By these a folder is known to be a sandbox's: others may call something theirs as the rest is called. */
const TELLING = /\.journal$/;

/**
 * Takes a folder for this process, as long as it lives.
 *
 * @param fresh - Whether to forget what a sandbox has left in it.
 * @throws Error when another sandbox has it, or when it is to be forgotten and is somebody else's.
 */
export async function takeStateFolder(path: string, { fresh }: { readonly fresh: boolean }): Promise<StateFolder> {
  // A socket, since the system takes it back from a process that is killed, at once.
  const isWindows = process.platform === 'win32';
  const socketPath = isWindows ? join('\\\\?\\pipe', resolve(path)) : join(path, 'in-use');
  if (await isAnswered(socketPath)) {
    throw new Error(`Another sandbox has its state in ${path}: stop it, or choose another --state.`);
  }
  mkdirSync(path, { recursive: true });
  if (fresh) forget(path);
  else rmSync(join(path, 'in-use'), { force: true });
  const foreign = readdirSync(path).filter((entry) => !isKept(entry));
  const server = await serve(socketPath);
  return { path, foreign, release: () => new Promise((done) => server.close(() => done())) };
}

/** Nothing is removed of a folder that no sandbox has had: it may be somebody's home. */
function forget(path: string): void {
  const entries = readdirSync(path);
  const kept = entries.filter(isKept);
  const foreign = entries.filter((entry) => !isKept(entry));
  if (foreign.length > 0 && !kept.some((entry) => TELLING.test(entry.replace(UNFINISHED, '')))) {
    throw new Error(
      `${path} holds no state of a sandbox, but ${listed(foreign)}. Nothing was removed; pass --state a folder of its own.`,
    );
  }
  for (const entry of kept) rmSync(join(path, entry), { recursive: true, force: true });
}

function isKept(entry: string): boolean {
  return KEPT.includes(entry.replace(UNFINISHED, ''));
}

/** The first few of them. */
export function listed(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', ...' : ''}`;
}

function isAnswered(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function serve(socketPath: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(socketPath, () => resolve(server));
  });
}
