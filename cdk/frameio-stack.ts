import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FrameioSecrets } from './constructs/frameio-secrets.ts';
import { WebhookEndpoint, type WebhookEndpointProps } from './constructs/webhook-endpoint.ts';

/** Settings of a `FrameioStack`. */
export interface FrameioStackProps extends StackProps {
  /**
   * Settings of the endpoint.
   * @default the endpoint's own
   */
  readonly endpoint?: WebhookEndpointProps;
}

/** Everything that is deployed, and what its owner needs to know afterwards. */
export class FrameioStack extends Stack {
  constructor(scope: Construct, id: string, props: FrameioStackProps = {}) {
    super(scope, id, { description: 'Receives Frame.io webhooks and runs their handlers', ...props });
    const secrets = new FrameioSecrets(this, 'Secrets');
    const endpoint = new WebhookEndpoint(this, 'Endpoint', props.endpoint);
    secrets.bindReader(endpoint.function);

    const setSecret = (arn: string, value: string) =>
      `aws secretsmanager put-secret-value --region ${this.region} --secret-id ${arn} --secret-string '${value}'`;
    new CfnOutput(this, 'WebhookUrl', { value: endpoint.url, description: 'Register this URL with Frame.io' });
    new CfnOutput(this, 'SetSigningSecret', {
      value: setSecret(secrets.signingSecrets.secretArn, '<the secret Frame.io showed when the webhook was made>'),
      description: 'Sets what Frame.io signs deliveries with',
    });
    new CfnOutput(this, 'SetApiToken', {
      value: setSecret(secrets.apiCredentials.secretArn, '<token>'),
      description: 'Sets the token for the Frame.io API',
    });
  }
}
