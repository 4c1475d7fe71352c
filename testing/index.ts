/**
 * Tests an app in one process: its own entry points, a Frame.io and AWS services in memory, a clock to advance.
 *
 * @module frameio-lambda/testing
 */

export type { SelectedAsset } from './actions/interactions.ts';
export type { TestInteraction, TestReply } from './actions/test-interaction.ts';
export type { Duration } from './duration.ts';
export { type SignedDelivery, type SigningOptions, signedDelivery } from './events/signed-delivery.ts';
export { type WebhookBody, type WebhookIds, webhookBody } from './events/webhook-body.ts';
export { webhookEvent } from './events/webhook-event.ts';
export type { GenuineOptions } from './hostile/genuine-request.ts';
export { type HostileDelivery, hostileDeliveries } from './hostile/hostile-deliveries.ts';
export type { TestDeadLetter } from './runs/dead-letters.ts';
export type { TestLogLine } from './runs/log-line.ts';
export type { HandlerRun, TestDelivery, TestJob } from './runs/run-log.ts';
export type { EventSubject } from './services/event-subject.ts';
export type { TestDeliveryMode } from './services/test-deployment.ts';
export type { CausedEvent, TestApiCall, TestFault, TestFile, TestFrameio, TestUser } from './services/test-frameio.ts';
export { type TestAppOptions, testApp } from './start-test-app.ts';
export type { SendOptions, TestApp } from './test-app.ts';
export { TestAppError } from './test-app-error.ts';
