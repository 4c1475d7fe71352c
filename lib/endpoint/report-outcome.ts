import type { Logger } from '../observability/logger.ts';
import type { HttpHeaders } from './http-headers.ts';
import type { DeliveryOutcome } from './http-response.ts';

/** Logs why a verified body is no event. Returns the outcome. */
export function reportInvalid(headers: HttpHeaders, reason: string, logger: Logger): DeliveryOutcome {
  logger.warn('invalid event', { reason });
  return isEncoded(headers.get('content-encoding')) ? 'unsupported_encoding' : 'invalid_event';
}

/** Logs a verified delivery that nothing handles. Returns the outcome. */
export function reportUnhandled({ kind, type }: { kind: string; type: string }, logger: Logger): DeliveryOutcome {
  logger.warn('delivery without handler', { kind, type });
  return 'unhandled';
}

/** Frame.io compresses nothing, so the endpoint decompresses nothing. */
function isEncoded(contentEncoding = 'identity'): boolean {
  return contentEncoding.trim().toLowerCase() !== 'identity';
}
