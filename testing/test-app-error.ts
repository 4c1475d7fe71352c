import { FrameioLambdaError } from '../lib/core/errors.ts';

/** A test asked for something that the app or the test kit does not have, or the endpoint refused a request of the kit. */
export class TestAppError extends FrameioLambdaError {
  override readonly name = 'TestAppError';
  readonly code = 'test_app';
}
