import type { SynthesizedFunction } from '../../cdk/read-synthesized.ts';
import { FunctionBundler } from './function-bundler.ts';

/** Replaces the bundles of functions with others that a person can step through. */
export async function writeDebugBundles(functions: readonly SynthesizedFunction[]): Promise<void> {
  const bundler = await FunctionBundler.create(functions, { forDebugger: true });
  try {
    const { write } = await bundler.build();
    write();
  } finally {
    await bundler.close();
  }
}
