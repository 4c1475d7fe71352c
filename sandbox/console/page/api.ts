/** The sandbox refused a call, or did not answer. The message is for people. */
export class ApiCallError extends Error {
  readonly code = 'api_call_failed';
  override readonly name = 'ApiCallError';
}

/** Calls the sandbox's own API. @throws ApiCallError with the sandbox's message. */
export async function callApi<Response>(method: string, path: string, body?: unknown): Promise<Response> {
  const response = await fetch(path, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  }).catch(() => {
    throw new ApiCallError('The sandbox does not answer. Is npm start still running?');
  });
  const result = await response.json().catch(() => undefined);
  if (!response.ok || result === undefined) {
    throw new ApiCallError(result?.error ?? `The sandbox answered ${response.status} without JSON. See its terminal.`);
  }
  return result;
}
