import { countRegistrations, describeChange, warningsOf } from '../../lib/registration/describe-registration.ts';
import type { RegistrationTarget } from '../../lib/registration/desired-registrations.ts';
import type { PlannedChange, RegistrationPlan } from '../../lib/registration/plan-registration.ts';
import { escapeControls } from '../../sandbox/terminal/escape-controls.ts';

const SIGNS = { create: '+', update: '~', delete: '-' } as const;

/** Formats what a plan changes, and what a person should know. */
export function formatPlan(plan: RegistrationPlan): string {
  const { changes, gone, unchanged } = plan;
  return [
    ...changes.map(formatChange),
    ...(gone.length > 0 ? [`  - remove the stored signing secrets of what no longer exists: ${gone.length}`] : []),
    ...(unchanged.length > 0 ? [`  = unchanged: ${countRegistrations(plan)}`] : []),
    ...warningsOf(plan).map((warning) => `  ! ${escapeControls(warning)}`),
  ].join('\n');
}

/** Names the workspaces of an app. */
export function formatWorkspaces({ workspaceIds }: Pick<RegistrationTarget, 'workspaceIds'>): string {
  return `the ${workspaceIds.length === 1 ? 'workspace' : 'workspaces'} ${workspaceIds.join(', ')}`;
}

/** Formats one change. */
function formatChange(planned: PlannedChange): string {
  const details = planned.change === 'delete' ? [] : detailsOf(planned);
  const lines = details.map((detail) => `\n      ${escapeControls(detail)}`);
  return `  ${SIGNS[planned.change]} ${escapeControls(describeChange(planned))}${lines.join('')}`;
}

/** Describes one change for programs. */
export function changeToJson(planned: PlannedChange): object {
  if (planned.change === 'delete') {
    const { type, id, workspaceId, definition } = planned.existing;
    return { change: 'delete', type, id, workspaceId, name: definition.name };
  }
  const { type, workspaceId, definition } = planned.desired;
  const about = { change: planned.change, type, workspaceId, definition };
  return planned.change === 'create' ? about : { ...about, id: planned.existing.id, fields: planned.fields };
}

function detailsOf(planned: Exclude<PlannedChange, { readonly change: 'delete' }>): readonly string[] {
  const { definition } = planned.desired;
  const fields = Object.entries(definition);
  if (planned.change === 'create') {
    return fields.flatMap(([name, value]) =>
      ['url', 'events'].includes(name) ? `${name}: ${formatValue(value)}` : [],
    );
  }
  const before = planned.existing.definition;
  return fields
    .filter(([name]) => planned.fields.includes(name))
    .map(([name, value]) => `${name}: ${formatValue(before[name])} -> ${formatValue(value)}`);
}

function formatValue(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
