import { mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';

/** A folder that one sandbox keeps its state in. */
export interface StateFolder {
  readonly path: string;
  /** Lets the next sandbox have it. */
  release(): Promise<void>;
}

/**
 * Takes a folder for this process, as long as it lives.
 *
 * @param fresh - Whether to forget what is in it.
 * @throws Error when another sandbox has it.
 */
export async function takeStateFolder(path: string, { fresh }: { readonly fresh: boolean }): Promise<StateFolder> {
  // A socket, since the system takes it back from a process that is killed, at once.
  const isWindows = process.platform === 'win32';
  const socketPath = isWindows ? join('\\\\?\\pipe', resolve(path)) : join(path, 'in-use');
  if (await isAnswered(socketPath)) {
    throw new Error(`Another sandbox has its state in ${path}: stop it, or choose another --state.`);
  }
  rmSync(fresh ? path : join(path, 'in-use'), { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  const server = await serve(socketPath);
  return { path, release: () => new Promise((done) => server.close(() => done())) };
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
