import { FrameioLambdaError } from '../../core/errors.ts';

/** Adobe IMS did not confirm that it has revoked a token, which may still be valid. */
export class TokenRevocationError extends FrameioLambdaError {
  override readonly name = 'TokenRevocationError';
  readonly code = 'token_revocation_failed';
  /** Status of the response. `undefined` if there was no response; then `cause` says why. */
  readonly status: number | undefined;

  constructor(status: number | undefined, options?: ErrorOptions) {
    super(
      `Adobe IMS ${status === undefined ? 'did not answer' : `answered ${status} to`} the revocation of a token, which ` +
        'may still be valid. Call revoke again.',
      options,
    );
    this.status = status;
  }
}
