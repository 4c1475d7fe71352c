import { expect, it } from '@jest/globals';
import * as client from '../../lib/client/index.ts';
import * as main from '../../lib/index.ts';

it('the main entry exports what an app and its entry points need, and no more', () => {
  expect(Object.keys(main).sort()).toEqual(
    [
      'App',
      'ConfigError',
      'DynamoDbIdempotencyStore',
      'DynamoDbStore',
      'EmfMetrics',
      'FrameioApiError',
      'FrameioLambdaError',
      'MemoryStore',
      'NotFoundError',
      'PermanentError',
      'RESOURCE_OF_EVENT',
      'RateLimitError',
      'RetryLater',
      'actionsHandler',
      'checkbox',
      'StoreError',
      'StoreValueError',
      'endpointHandler',
      'fetchHandler',
      'form',
      'fromSecretsManager',
      'job',
      'link',
      'message',
      'nodeHandler',
      'queuedEndpointHandler',
      'requireEnv',
      'select',
      'text',
      'textarea',
      'wizard',
      'workerHandler',
    ].sort(),
  );
});

it('both entries export the same error classes', () => {
  const { ConfigError, FrameioApiError, FrameioLambdaError, NotFoundError, RateLimitError } = client;
  expect({ ConfigError, FrameioApiError, FrameioLambdaError, NotFoundError, RateLimitError }).toEqual({
    ConfigError: main.ConfigError,
    FrameioApiError: main.FrameioApiError,
    FrameioLambdaError: main.FrameioLambdaError,
    NotFoundError: main.NotFoundError,
    RateLimitError: main.RateLimitError,
  });
});
