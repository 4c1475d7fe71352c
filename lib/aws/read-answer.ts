import type { HttpResponse } from '../http/http-client.ts';
import { type AwsCall, AwsConnectionError, AwsServiceError } from './aws-errors.ts';

/**
 * Turns an answer into its value.
 *
 * @throws AwsServiceError for an error status; AwsConnectionError for a success that is not JSON. Neither quotes it.
 */
export function readAnswer(answer: HttpResponse, call: AwsCall): unknown {
  const { status, text } = answer;
  if (status < 200 || status >= 300) throw new AwsServiceError({ ...call, status, awsCode: codeIn(answer) });
  const value = parse(text === '' ? '{}' : text);
  if (value === undefined) throw new AwsConnectionError(call, `status ${status} with something that is not JSON`);
  return value;
}

/**
 * AWS's name for an error, without the namespace before it and the address after it (Smithy, "AWS JSON 1.0 protocol",
 * Operation error serialization).
 */
function codeIn({ headers, text }: HttpResponse): string | undefined {
  const body = parse(text);
  const type = typeof body === 'object' && body !== null && '__type' in body ? body.__type : undefined;
  const name = String(type ?? headers['x-amzn-errortype'] ?? '');
  return /^(?:[^#]*#)?([A-Za-z][\w.]{0,99})(?::|$)/.exec(name)?.[1];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
