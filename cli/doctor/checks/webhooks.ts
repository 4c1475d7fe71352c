import { compareRegistrations } from '../compare-registrations.ts';
import type { DoctorContext } from '../doctor-context.ts';
import type { Finding } from '../finding.ts';

/** Checks that the webhooks of the app exist, are active, and have the URL and the events of the deployed app. */
export async function checkWebhooks(context: DoctorContext): Promise<readonly Finding[]> {
  if (context.stack.manifest.handlers.length === 0) {
    return [{ status: 'ok', title: 'the app handles no event, so it needs no webhook' }];
  }
  return await compareRegistrations(context, 'webhook');
}
