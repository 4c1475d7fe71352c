import assert from 'node:assert/strict';
import { formatSeconds } from './step.ts';

/** Runs checks, prints one line for each, and counts them. */
export class Checks {
  passed = 0;
  failed = 0;

  /** Runs a check. It fails if it throws. */
  async run(name: string, check: () => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    try {
      await check();
      this.passed += 1;
      console.log(`✓ ${name} (${formatSeconds(performance.now() - startedAt)})`);
    } catch (error) {
      this.failed += 1;
      console.log(`✗ ${name}\n${indent(error instanceof Error ? error.message : String(error))}`);
    }
  }
}

/** Compares a result. @throws Error with the difference and with what the program printed. */
export function expectResult(actual: object, expected: object, output: string): void {
  try {
    assert.deepEqual(actual, expected);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\nOutput:\n${output.trim()}`, { cause: error });
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
