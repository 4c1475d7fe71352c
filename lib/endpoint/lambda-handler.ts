import type { Endpoint, EndpointHandler } from './endpoint.ts';
import { createRequestHandler } from './handle-request.ts';
import { readLambdaRequest } from './lambda-request.ts';

/** Returns the Lambda handler of an endpoint. */
export function lambdaHandler(endpoint: Endpoint): EndpointHandler {
  const handle = createRequestHandler(endpoint);
  return (event) => handle(readLambdaRequest(event, Date.now()));
}
