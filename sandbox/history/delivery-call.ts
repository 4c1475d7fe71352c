import { parseRecord, recordOf } from '../../lib/core/type-guards.ts';
import type { FunctionCaller } from '../frameio/api/caller.ts';
import { findClientOperation } from '../frameio/api/client-operations.ts';
import type { DeliveryCall } from '../sandbox-api.ts';
import type { SandboxEvent } from '../sandbox-event.ts';

/** Maximum length of a response's body. */
const MAX_RESPONSE_LENGTH = 2_000;

/** Returns the record of a call that a function made. `now` is the time of the response, in milliseconds since 1970. */
export function toDeliveryCall(
  { call: { method, path, status }, details }: Extract<SandboxEvent, { kind: 'api_called' }>,
  { handler }: FunctionCaller,
  now: number,
): DeliveryCall {
  const { durationMs, response } = details;
  const operation = findClientOperation(method, path)?.name ?? null;
  const isComment = operation === 'comments.create' && status < 300;
  return {
    startedAt: new Date(now - durationMs).toISOString(),
    method,
    path,
    operation,
    status,
    durationMs,
    response: response === undefined ? null : hideSecrets(response).slice(0, MAX_RESPONSE_LENGTH),
    handler: handler?.handlerName ?? null,
    attempt: handler?.attempt ?? null,
    comment: isComment ? textOfComment(response) : null,
  };
}

/** Hides the signing secrets of webhooks and custom actions. */
function hideSecrets(response: string): string {
  return response.replaceAll(/("secret":")[^"]+/g, '$1[hidden]');
}

function textOfComment(response = ''): string | null {
  const { text } = recordOf(parseRecord(response)?.data);
  return typeof text === 'string' ? text : null;
}
