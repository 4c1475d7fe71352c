import { isDeepStrictEqual } from 'node:util';
import { type DesiredRegistration, desiredRegistrations } from '../../lib/registration/desired-registrations.ts';
import type { RegistrationType } from '../../lib/registration/frameio-registrations.ts';
import type { VisibleWorkspace } from '../stack/visible-workspaces.ts';
import type { DoctorContext } from './doctor-context.ts';
import type { Finding } from './finding.ts';
import { findOwnRegistrations, type OwnRegistration } from './own-registrations.ts';

/** Compares the webhooks, or the custom actions, that the deployed app needs with those in Frame.io. */
export async function compareRegistrations(
  context: DoctorContext,
  type: RegistrationType,
): Promise<readonly Finding[]> {
  const visible = await context.workspaces();
  const [webhooks, actions] = await Promise.all([
    findOwnRegistrations(context, 'webhook', visible),
    findOwnRegistrations(context, 'action', visible),
  ]);
  const { registration } = context.stack;
  const isConnected = ({ id }: VisibleWorkspace) =>
    registration !== undefined || [...webhooks, ...actions].some(({ workspace }) => workspace.id === id);
  const connected = visible.filter(isConnected);
  if (connected.length === 0 && !registration) return [missingEverywhere(context, type, visible.length)];
  const own = type === 'webhook' ? webhooks : actions;
  const invisible = registration?.workspaceIds.filter((id) => !visible.some((workspace) => workspace.id === id)) ?? [];
  const compared = connected.flatMap((workspace) => {
    const ownHere = own.filter((one) => one.workspace.id === workspace.id);
    const desired = desiredIn(context, workspace).filter((one) => one.type === type);
    return [
      ...desired.flatMap((one) =>
        compareOne(
          context,
          workspace,
          one,
          ownHere.filter((other) => isSame(one, other)),
        ),
      ),
      ...ownHere.filter((one) => !desired.some((wanted) => isSame(wanted, one))).map((one) => unneeded(context, one)),
    ];
  });
  const findings = [...invisible.map((id) => invisibleWorkspace(type, id)), ...compared];
  if (findings.length > 0) return findings;
  const names = connected.map(({ name }) => name).join(', ');
  return [{ status: 'ok', title: `${own.length} registered and active, as in the app, in ${names}` }];
}

/** Returns what the app needs in a workspace. */
function desiredIn({ stack }: DoctorContext, { accountId, id }: VisibleWorkspace): readonly DesiredRegistration[] {
  const { manifest, name, webhookUrl, actionsUrl } = stack;
  return desiredRegistrations(manifest, { accountId, workspaceIds: [id], name, webhookUrl, actionsUrl });
}

/** A workspace has one webhook of the app. A custom action has a key. */
function isSame({ type, definition }: DesiredRegistration, other: OwnRegistration): boolean {
  return type === 'webhook' || definition.event === other.definition.event;
}

const KINDS = { webhook: 'webhook', action: 'custom action' } as const;

const LOSSES = { webhook: 'Frame.io sends no event to the app.', action: 'People cannot run it in Frame.io.' } as const;

function missingEverywhere(context: DoctorContext, type: RegistrationType, visibleCount: number): Finding {
  return {
    status: 'problem',
    title: `no ${KINDS[type]} in the workspaces that the token can see (${visibleCount}) has the URL of the app`,
    meaning: LOSSES[type],
    fix: context.commandLine('connect'),
  };
}

function invisibleWorkspace(type: RegistrationType, id: string): Finding {
  return {
    status: 'problem',
    title: `the token cannot see the workspace ${id} of the prop registration`,
    meaning: LOSSES[type],
    fix: 'Give the user of the token access in Frame.io, or correct registration.workspaceIds. Then deploy again: npm run deploy',
  };
}

function compareOne(
  context: DoctorContext,
  workspace: VisibleWorkspace,
  desired: DesiredRegistration,
  found: readonly OwnRegistration[],
): readonly Finding[] {
  const { type, definition } = desired;
  const fix = context.commandLine('connect');
  const [first, ...others] = found;
  if (!first) {
    const wanted = type === 'action' ? `custom action “${definition.name}”` : 'webhook';
    const title = `no ${wanted} in the workspace ${workspace.name} has the URL of the app`;
    return [{ status: 'problem', title, meaning: LOSSES[type], fix }];
  }
  const duplicates = others.map((other): Finding => {
    const title = `${describe(other)} repeats ${describe(first)}`;
    const meaning = 'Frame.io sends each event through both, so the app receives it twice and may handle it twice.';
    return { status: 'warning', title, meaning, fix: deleteCommand(context, other) };
  });
  return [...describeDifferences(context, desired, first), ...duplicates];
}

function describeDifferences(
  context: DoctorContext,
  { type, definition }: DesiredRegistration,
  found: OwnRegistration,
) {
  const fix = context.commandLine('connect');
  const findings: Finding[] = [];
  const report = (title: string, meaning: string, options: Partial<Finding> = {}) =>
    findings.push({ status: 'problem', title: `${describe(found)} ${title}`, meaning, fix, ...options });
  if (!found.isActive) report('is not active', LOSSES[type], { fix: activateCommand(context, found) });
  if (found.isSecretStored === false) report('has a signing secret that is not stored', 'The app answers 401 to it.');
  for (const [name, wanted] of Object.entries(definition)) {
    const actual = found.definition[name];
    if (name === 'events') reportEvents(textsIn(wanted), textsIn(actual), report);
    else if (name === 'url' && actual !== wanted) report(`sends to ${actual}`, LOSSES[type]);
    else if (type === 'action' && actual !== undefined && !isDeepStrictEqual(actual, wanted)) {
      report(
        `has ${name} ${JSON.stringify(actual)}, but the app ${JSON.stringify(wanted)}`,
        'People see the old definition.',
        {
          status: 'warning',
        },
      );
    }
  }
  return findings;
}

function reportEvents(
  wanted: readonly string[],
  actual: readonly string[],
  report: (title: string, meaning: string, options?: Partial<Finding>) => void,
): void {
  const missing = wanted.filter((event) => !actual.includes(event));
  const unhandled = actual.filter((event) => !wanted.includes(event));
  if (missing.length > 0) report(`lacks the events ${missing.join(', ')}`, 'Their handlers never run.');
  if (unhandled.length > 0) {
    const meaning = 'The app answers 200 and does nothing with them.';
    report(`sends ${unhandled.join(', ')}, which the app does not handle`, meaning, { status: 'warning' });
  }
}

function unneeded(context: DoctorContext, found: OwnRegistration): Finding {
  return {
    status: 'warning',
    title: `${describe(found)} is not one of the app`,
    meaning: 'It sends to the URL of the app, which has no handler for it.',
    fix: deleteCommand(context, found),
  };
}

function describe({ type, definition, workspace }: OwnRegistration): string {
  return `the ${KINDS[type]} “${definition.name}” in ${workspace.name}`;
}

function deleteCommand(context: DoctorContext, { type, id }: OwnRegistration): string {
  return type === 'webhook' ? context.commandLine(`webhooks delete ${id}`) : context.commandLine('connect');
}

/** No command of this CLI enables it, because somebody may have disabled it on purpose. */
function activateCommand({ stack }: DoctorContext, { type, id, workspace }: OwnRegistration): string {
  const url = `${stack.frameioBaseUrl}/v4/accounts/${workspace.accountId}/${type}s/${id}`;
  return `If nobody disabled it on purpose: curl -X PATCH ${url} -H "Authorization: Bearer $FRAMEIO_TOKEN" -H 'Content-Type: application/json' -d '{"data":{"active":true}}'`;
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
