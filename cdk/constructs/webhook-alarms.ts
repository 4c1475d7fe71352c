import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type AlarmSettings, DeliveryAlarms, type DeliveryAlarmsProps } from './delivery-alarms.ts';
import { serviceMetric } from './service-metric.ts';
import type { SigningSecretRotation } from './signing-secret-rotation.ts';
import type { TokenRotation } from './token-rotation.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';

/** Settings of the alarms of a webhook that a deployment may change. */
export interface WebhookAlarmSettings extends AlarmSettings {
  /**
   * Maximum time from the receipt of a delivery until an attempt of its handlers, however often it failed or waited.
   * @default Duration.hours(6)
   */
  readonly deliveryAge?: Duration;
  /**
   * Minimum number of requests within ten minutes that start the alarm if they are answered with 5xx. Frame.io sends an event
   * five times at most.
   * @default 5
   */
  readonly serverErrors?: number;
  /**
   * Minimum number of requests within five minutes that start the alarm if API Gateway answers them with 429.
   * @default 1
   */
  readonly throttledRequests?: number;
  /**
   * Minimum number of requests within five minutes that start the alarm if their signature or timestamp is wrong.
   * @default 20
   */
  readonly refusals?: number;
  /**
   * Minimum number of failed or timed-out runs of handlers within five minutes that start the alarm.
   * @default 20
   */
  readonly handlerFailures?: number;
  /**
   * Minimum duration of the slowest hundredth of the endpoint's invocations that starts the alarm after 15 minutes. The time
   * budget of `inline` mode is 3 seconds, and Frame.io waits for 5.
   * @default Duration.millis(2_700)
   */
  readonly endpointDuration?: Duration;
}

/** Settings of `WebhookAlarms`. */
export interface WebhookAlarmsProps extends WebhookAlarmSettings, Omit<DeliveryAlarmsProps, 'job'> {
  /** The endpoint. It must have the same `service` as the worker. */
  readonly endpoint: WebhookEndpoint;
  /**
   * The function that answers custom actions.
   * @default none, or the endpoint
   */
  readonly actionsFunction?: LambdaFunction | undefined;
  /**
   * The rotation of the token.
   * @default none
   */
  readonly tokenRotation?: TokenRotation | undefined;
  /**
   * The rotation of the signing secrets.
   * @default none
   */
  readonly signingSecretRotation?: SigningSecretRotation | undefined;
}

/** Alarms that need an operator: events get lost, handlers fail, or secrets are unusable. */
export class WebhookAlarms extends DeliveryAlarms {
  constructor(scope: Construct, id: string, props: WebhookAlarmsProps) {
    super(scope, id, props);
    const { endpoint, actionsFunction, tokenRotation, signingSecretRotation } = props;
    const { service } = endpoint;
    this.#watchDeliveries(props);
    this.addFunctionAlarms('Endpoint', endpoint.function, 'the endpoint');
    if (actionsFunction) this.addFunctionAlarms('Actions', actionsFunction, 'the function of the custom actions');
    if (tokenRotation) this.addFunctionAlarms('TokenRotation', tokenRotation.function, 'the rotation of the token');
    if (signingSecretRotation) {
      const name = 'the rotation of the signing secrets';
      this.addFunctionAlarms('SigningSecretRotation', signingSecretRotation.function, name);
    }
    this.addAlarm('TokenExchanges', {
      metric: serviceMetric(service, 'TokenExchangesFailed'),
      threshold: 1,
      description:
        'Adobe IMS returns no token for the API credentials. Read the error in the log, and check the client id and secret.',
    });
    this.addAlarm('SecretsUnusable', {
      metric: serviceMetric(service, 'SecretsUnusable'),
      threshold: 1,
      description:
        'A stored signing secret is unusable. Read "signing secrets refused" in the log, and correct the secret.',
    });
    this.addAlarm('StaleSecrets', {
      metric: serviceMetric(service, 'StaleSecretsServed'),
      threshold: 1,
      periods: 3,
      description:
        'Secrets Manager does not return a secret. The next cold start has no value. Check its status and the role.',
    });
  }

  #watchDeliveries(props: WebhookAlarmsProps): void {
    const { endpoint, serverErrors = 5, throttledRequests = 1, refusals = 20, handlerFailures = 20 } = props;
    const { deliveryAge = Duration.hours(6), endpointDuration = Duration.millis(2_700) } = props;
    const { service } = endpoint;
    this.addAlarm('DeliveryAge', {
      metric: serviceMetric(service, 'AgeAtRetry', { statistic: 'Maximum' }),
      threshold: deliveryAge.toMilliseconds(),
      description: 'A delivery keeps failing or waiting. Find its handler in the log: "handler retry scheduled".',
    });
    this.addAlarm('ServerErrors', {
      metric: endpoint.api.metricServerError({ period: Duration.minutes(10), statistic: 'Sum' }),
      threshold: serverErrors,
      description: 'Frame.io receives 5xx. After about four minutes, events are lost. Read the log of the endpoint.',
    });
    this.addAlarm('ThrottledRequests', {
      metric: endpoint.throttledRequests,
      threshold: throttledRequests,
      description:
        'API Gateway answers 429. An event that it refuses five times is lost. Raise throttleRate, or use queued mode.',
    });
    this.addAlarm('Refusals', {
      metric: serviceMetric(service, 'DeliveriesUnauthorized'),
      threshold: refusals,
      description:
        'Requests have a wrong signature or timestamp. Check that the stored signing secret is that of the webhook.',
    });
    this.addAlarm('HandlerFailures', {
      metric: serviceMetric(service, 'HandlersFailed'),
      threshold: handlerFailures,
      description:
        'Handlers throw errors or do not finish in time. Read "handler failed" in the log before they are dead-lettered.',
    });
    this.addAlarm('EndpointDuration', {
      metric: endpoint.function.metricDuration({ period: Duration.minutes(5), statistic: 'p99' }),
      threshold: endpointDuration.toMilliseconds(),
      periods: 3,
      description:
        'The endpoint is almost too slow for Frame.io. Use queued mode, move work to a job, or find the slow service.',
    });
  }
}
