import { compareRegistrations } from '../compare-registrations.ts';
import type { DoctorContext } from '../doctor-context.ts';
import type { Finding } from '../finding.ts';

/** Checks that the custom actions of the app exist, are active, and are defined as in the deployed app. */
export async function checkActions(context: DoctorContext): Promise<readonly Finding[]> {
  if (context.stack.manifest.actions.length === 0) {
    return [{ status: 'ok', title: 'the app has no custom action' }];
  }
  return await compareRegistrations(context, 'action');
}
