import { FrameioRegistrations } from '../../lib/registration/frameio-registrations.ts';
import { type RotationStep, rotateSigningSecrets } from '../../lib/registration/rotate-signing-secrets.ts';
import { formatDuration } from '../../sandbox/terminal/format-duration.ts';
import { chooseTarget } from '../connect/choose-target.ts';
import { formatWorkspaces } from '../connect/format-plan.ts';
import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { Prompts } from '../prompts.ts';
import { findStack } from '../stack/find-stack.ts';
import { openFrameioOf } from '../stack/frameio-session.ts';
import { signingSecretStoresOf } from '../stack/signing-secret-stores.ts';
import { UsageError } from '../usage-error.ts';
import { HELP, readRotateOptions } from './rotate-options.ts';

/** Runs `rotate-secret` with these arguments and returns the exit code. */
export async function runRotateSecret(args: readonly string[], prompts: Prompts = new Prompts()): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const options = readRotateOptions(args);
  const { waitMs, yes, json } = options;
  if (!yes && !prompts.isInteractive) {
    throw new UsageError('Nobody can answer here. Pass --yes to rotate without a question.');
  }
  const stack = await findStack(options.stack);
  const { client } = await openFrameioOf(stack);
  const stores = signingSecretStoresOf(stack);
  const target = await chooseTarget({ stack, client, stores, options: options.workspaces, prompts });
  console.error(`Replacing the webhook of ${stack.title} in ${formatWorkspaces(target)}`);
  if (!yes && !(await prompts.confirm('Rotate the signing secret?'))) {
    console.error('Nothing was changed.');
    return 1;
  }
  const rotated = await rotateSigningSecrets({
    registrations: new FrameioRegistrations(client, target.accountId),
    store: stores.webhook,
    target,
    waitMs,
    onStep: (step) => console.error(formatStep(step)),
  });
  if (json) printJson({ stack: stack.name, webhooks: rotated });
  else console.log('Rotated. The old secret verifies for up to 24 hours more. After a leak, run revoke-secret.');
  return 0;
}

function formatStep(step: RotationStep): string {
  switch (step.step) {
    case 'created':
      return `  created    webhook ${step.webhookId}, and stored its signing secret`;
    case 'activated':
      return `  activated  webhook ${step.webhookId}: it receives the events from now on`;
    case 'deleted':
      return `  deleted    webhook ${step.webhookId}`;
    case 'waiting':
      return `  waiting    ${formatDuration(step.waitMs)}. After Ctrl+C, run the command again to continue`;
  }
}
