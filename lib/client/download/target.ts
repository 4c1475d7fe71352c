import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { finished, type Writable } from 'node:stream';
import type { WritableStream } from 'node:stream/web';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../../core/errors.ts';

/** Where a download writes to: the path of a file on disk, or a stream. The download ends a stream. */
export type DownloadTarget = string | URL | Writable | WritableStream<Uint8Array>;

/** An open target. Each method waits for the previous one. */
export interface OpenTarget {
  /** Path of the file. `undefined` for a stream. */
  readonly path?: string;
  write(bytes: Uint8Array): Promise<unknown>;
  /** Removes what was written. A stream cannot do that. */
  readonly restart?: () => Promise<void>;
  /** Completes the file or stream. */
  finish(): Promise<unknown>;
  /** Removes the incomplete file, or destroys the stream with the reason. Never rejects. */
  discard(reason: Error): Promise<void>;
}

/** @throws ConfigError if no file can be written at the path. */
export async function openTarget(to: DownloadTarget): Promise<OpenTarget> {
  if (typeof to === 'string') return await fileTarget(to);
  if (to instanceof URL) return await fileTarget(pathOf(to));
  return 'getWriter' in to ? webTarget(to) : nodeTarget(to);
}

function pathOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new ConfigError('The URL in to is not one of a file: pass one with file: as its protocol.', { cause });
  }
}

/** Writes to a temporary file in the same folder and renames it at the end, so that the path never has half a file. */
async function fileTarget(path: string): Promise<OpenTarget> {
  const temporary = join(dirname(path), `.${randomUUID()}.part`);
  if (
    path === '' ||
    path.endsWith(sep) ||
    (await stat(path).then(
      (existing) => existing.isDirectory(),
      () => false,
    ))
  )
    throw unwritable();
  let file = await open(temporary, 'wx').catch((cause) => {
    throw unwritable(cause);
  });
  return {
    path,
    write: (bytes) => file.writeFile(bytes), // continues after the previous write
    restart: async () => {
      await file.close();
      file = await open(temporary, 'w');
    },
    finish: async () => {
      await file.sync();
      await file.close();
      await rename(temporary, path);
    },
    discard: async () => {
      await file.close().catch(() => undefined);
      await rm(temporary, { force: true }).catch(() => undefined);
    },
  };
}

function unwritable(cause?: unknown): ConfigError {
  return new ConfigError('No file can be written at the path in to: pass the path of a file in an existing folder.', {
    cause,
  });
}

function nodeTarget(stream: Writable): OpenTarget {
  let failure: Error | null | undefined;
  let settle: (error?: Error | null) => void = () => undefined;
  // The callback of a write may never come if the stream ends meanwhile.
  finished(stream, { readable: false }, (error) => {
    failure = error;
    settle(error);
  });
  const step = (start: (done: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      settle = (error) => (error ? reject(error) : resolve());
      if (failure) reject(failure);
      else start(settle);
    });
  return {
    write: (bytes) => step((done) => stream.write(bytes, done)),
    finish: () => step((done) => stream.end(done)),
    discard: async (reason) => void stream.destroy(reason),
  };
}

function webTarget(stream: WritableStream<Uint8Array>): OpenTarget {
  const writer = stream.getWriter();
  return {
    write: (bytes) => writer.write(bytes),
    finish: () => writer.close(),
    discard: async (reason) => void writer.abort(reason).catch(() => undefined),
  };
}
