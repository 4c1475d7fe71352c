import { describeChange, warningsOf } from '../../lib/registration/describe-registration.ts';
import type { RegistrationTarget } from '../../lib/registration/desired-registrations.ts';
import { FrameioRegistrations } from '../../lib/registration/frameio-registrations.ts';
import { type PlanOptions, planRegistration, type RegistrationPlan } from '../../lib/registration/plan-registration.ts';
import { register } from '../../lib/registration/register.ts';
import { escapeControls } from '../../sandbox/terminal/escape-controls.ts';
import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { Prompts } from '../prompts.ts';
import { findStack } from '../stack/find-stack.ts';
import { openFrameioOf } from '../stack/frameio-session.ts';
import { signingSecretStoresOf } from '../stack/signing-secret-stores.ts';
import { UsageError } from '../usage-error.ts';
import { chooseTarget } from './choose-target.ts';
import { HELP, readConnectOptions } from './connect-options.ts';
import { changeToJson, formatPlan } from './format-plan.ts';

/** Runs `connect` with these arguments and returns the exit code. */
export async function runConnect(args: readonly string[], prompts: Prompts = new Prompts()): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const options = readConnectOptions(args);
  const { yes, isDryRun, json } = options;
  if (!yes && !isDryRun && (json || !prompts.isInteractive)) {
    throw new UsageError('Nobody can answer here. Pass --yes to apply the difference, or --dry-run to see it.');
  }
  const stack = await findStack(options.stack);
  const { client } = await openFrameioOf(stack);
  const stores = signingSecretStoresOf(stack);
  const target = await chooseTarget({ stack, client, stores, options: options.workspaces, prompts });
  const registrations = new FrameioRegistrations(client, target.accountId);
  const planned: PlanOptions = { registrations, stores, app: stack.manifest, target };
  const plan = await planRegistration(planned);
  const isDifferent = hasChanges(plan);
  if (!json) {
    console.log(`Comparing ${stack.title} with Frame.io`);
    console.log(`  account     ${target.accountId}\n  workspaces  ${target.workspaceIds.join(', ')}`);
    console.log(formatPlan(plan) || '  The app has no handlers and no custom actions.');
  }
  if (!isDifferent || isDryRun) {
    if (json) printJson(toJson(target, plan, false));
    else console.log(isDifferent ? 'Nothing was changed (--dry-run).' : 'The account matches the app.');
    return isDifferent ? 1 : 0;
  }
  if (!yes && !(await prompts.confirm('Apply these changes?'))) {
    console.error('Nothing was changed.');
    return 1;
  }
  const report = await register({
    ...planned,
    onChange: (change) => json || console.log(`Done: ${escapeControls(describeChange(change))}`),
  });
  const isDone = !hasChanges(report.remaining);
  if (json) printJson(toJson(target, { ...report.remaining, changes: report.changes }, isDone));
  else console.log(isDone ? 'The account matches the app.' : 'The account changed meanwhile. Run connect again.');
  return isDone ? 0 : 1;
}

function hasChanges({ changes, gone }: RegistrationPlan): boolean {
  return changes.length > 0 || gone.length > 0;
}

function toJson(target: RegistrationTarget, plan: RegistrationPlan, isApplied: boolean): object {
  return { target, changes: plan.changes.map(changeToJson), warnings: warningsOf(plan), isApplied };
}
