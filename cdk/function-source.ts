import { isRecord } from '../lib/core/type-guards.ts';

/** Key of the metadata with the source of a function, in the template of a stack for the sandbox. */
export const SOURCE_METADATA_KEY = 'frameio-lambda:source';

/** What the bundle of a function is made of. */
export interface FunctionSource {
  /** Absolute path of the project. */
  readonly projectRoot: string;
  /** Absolute path of the entry point. */
  readonly entry: string;
}

/** Reads the metadata of a resource. Returns `undefined` if the stack is not for the sandbox. */
export function readFunctionSource(metadata: unknown): FunctionSource | undefined {
  const source = isRecord(metadata) ? metadata[SOURCE_METADATA_KEY] : undefined;
  if (!isRecord(source)) return undefined;
  const { projectRoot, entry } = source;
  if (typeof projectRoot !== 'string' || typeof entry !== 'string') return undefined;
  return { projectRoot, entry };
}
