import type { Variables } from './deployment-types.ts';
import { withEnvironment } from './environment.ts';
import { captureOutput } from './standard-output.ts';

/** A function in the process of the test: starts faster than a `PackagedFunction`, and no crash ends it. */
export class InProcessFunction {
  /** What the function prints. */
  readonly output: string[] = [];
  readonly #handler: (event: unknown) => Promise<unknown>;

  constructor(handler: (event: unknown) => Promise<unknown>) {
    this.#handler = handler;
  }

  async invoke(event: object, variables: Variables): Promise<unknown> {
    const credentials = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' };
    const restore = withEnvironment({ ...credentials, ...variables });
    const printed = captureOutput();
    try {
      return await this.#handler(event);
    } finally {
      this.output.push(...printed.lines());
      printed.restore();
      restore();
    }
  }
}
