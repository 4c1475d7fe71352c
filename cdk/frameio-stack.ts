import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FrameioWebhook } from './frameio-webhook.ts';
import type { FrameioWebhookProps } from './frameio-webhook-props.ts';

/** Settings of a `FrameioStack`. */
export interface FrameioStackProps extends StackProps, FrameioWebhookProps {}

/**
 * A stack with one `FrameioWebhook`. Its outputs are the URLs to register, and the commands that set the secrets and the
 * variables of `npx frameio-lambda dlq`.
 */
export class FrameioStack extends Stack {
  /** The webhook. Use it to reach the functions, queues and secrets. */
  readonly webhook: FrameioWebhook;

  constructor(scope: Construct, id: string, props: FrameioStackProps = {}) {
    super(scope, id, { description: 'Receives Frame.io webhooks and runs their handlers', ...props });
    this.webhook = new FrameioWebhook(this, 'Webhook', props);
    this.webhook.addOutputs();
  }
}
