import type { DesiredRegistration } from './desired-registrations.ts';
import type { ExistingRegistration } from './frameio-registrations.ts';
import type { PlannedChange, RegistrationPlan } from './plan-registration.ts';

/** Describes a change for people, such as `create the webhook "FrameioLambda" in the workspace <id>`. */
export function describeChange(planned: PlannedChange): string {
  if (planned.change === 'delete') return `delete the ${nameOf(planned.existing)} (${planned.existing.id})`;
  const name = nameOf(planned.desired);
  if (planned.change === 'create') {
    return planned.isReplacement
      ? `create the ${name} again, because its signing secret is not stored`
      : `create the ${name}`;
  }
  const { existing, fields } = planned;
  return fields.length > 0
    ? `update ${fields.join(', ')} of the ${name} (${existing.id})`
    : `disable the ${name} (${existing.id}), because somebody disabled its duplicate`;
}

/** Returns a sentence about each thing in a plan that a person should know and the framework does not change. */
export function warningsOf({ disabled, sameUrl }: Pick<RegistrationPlan, 'disabled' | 'sameUrl'>): readonly string[] {
  return [
    ...disabled.map(
      (one) => `Somebody disabled the ${nameOf(one)} (${one.id}), so it stays disabled. Enable it in Frame.io.`,
    ),
    ...sameUrl.map(
      ({ id, definition: { name }, workspaceId }) =>
        `Another webhook ${JSON.stringify(name)} (${id}) in the workspace ${workspaceId} sends to the same URL, so its events arrive twice. Delete it: npx frameio-lambda webhooks delete ${id}`,
    ),
  ];
}

/** Counts what is registered, such as `1 webhook and 2 custom actions`. An empty plan has `nothing`. */
export function countRegistrations({ unchanged }: Pick<RegistrationPlan, 'unchanged'>): string {
  const kinds = { webhook: 'webhook', action: 'custom action' };
  const counts = Object.entries(kinds).flatMap(([type, noun]) => {
    const count = unchanged.filter((one) => one.type === type).length;
    return count === 0 ? [] : `${count} ${noun}${count === 1 ? '' : 's'}`;
  });
  return counts.join(' and ') || 'nothing';
}

function nameOf({ type, workspaceId, definition }: DesiredRegistration | ExistingRegistration): string {
  const name = JSON.stringify(definition.name);
  return `${type === 'webhook' ? 'webhook' : 'custom action'} ${name} in the workspace ${workspaceId}`;
}
