import { FrameioLambdaError } from '../core/errors.ts';

/** A read or write of the store failed. `cause` is the error of the DynamoDB client. A write may have taken effect. */
export class StoreError extends FrameioLambdaError {
  override readonly name = 'StoreError';
  readonly code = 'store_unavailable';
}

/** A store cannot keep a value: it is not JSON or too large, or its key or its expiration time is invalid. */
export class StoreValueError extends FrameioLambdaError {
  override readonly name = 'StoreValueError';
  readonly code = 'store_value_invalid';
}
