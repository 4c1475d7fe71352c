import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { decodeDelivery } from '../../lib/queue/queued-delivery.ts';
import type { BatchResult } from '../aws/lambda/event-source-mapping.ts';
import type { ReceivedMessage } from '../aws/sqs/message.ts';
import { locateInStack } from '../code/source-location.ts';
import type { LocalDeployment } from '../deployment/local-deployment.ts';
import type { WebhookBody } from '../frameio/webhooks/webhook-sender.ts';
import { MAX_DELIVERIES } from '../history/history-limits.ts';
import type { DeliveryReport, HandlerReport } from './delivery-report.ts';
import { forgetEvent } from './forget-event.ts';
import { FunctionLog } from './function-log.ts';
import { handlersOf, reportDelivery, type SentDelivery } from './report-delivery.ts';
import type { ReportSources } from './report-handler.ts';
import { type MessageReport, reportMessage } from './report-message.ts';

/** A change of a handler's report after the delivery. */
export interface HandlerChange {
  readonly report: DeliveryReport;
  readonly handler: HandlerReport;
}

/** Receives what happens to handlers after the response to a delivery. */
export interface DeliveryObserver {
  /** Called when a later attempt changes the report of a handler. */
  readonly onChange: (change: HandlerChange) => void;
  /** Called when the worker has processed a message of which no watched delivery is the origin. */
  readonly onMessage: (report: MessageReport) => void;
}

/** The services that know what happened. */
type Services = Pick<LocalDeployment, 'sqs' | 'dynamoDb'>;

type WatchedStack = Pick<SynthesizedStack, 'functions' | 'manifest' | 'queues' | 'tables'>;

/** Watches what happens to deliveries and their handlers, also after the response. */
export class DeliveryMonitor {
  readonly log: FunctionLog;
  /** Absolute path of the user's project. */
  readonly projectRoot: string;
  /** Failed attempts before dead-lettering, once the worker has said it. */
  maxAttempts: number | undefined;
  /** Manifest of the code that runs now. */
  manifest: AppManifest;
  readonly #stack: WatchedStack;
  readonly #observer: DeliveryObserver;
  readonly #batchErrors = new Map<string, string>();
  /** The last report of each delivery with handlers that may run again. */
  readonly #watched = new Map<SentDelivery, DeliveryReport>();
  /** Texts of the deliveries that have no report yet. */
  readonly #started: string[] = [];
  /** The last check. Checks run one after the other. */
  #checked: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(stack: WatchedStack, observer: DeliveryObserver) {
    this.projectRoot = stack.functions.find(({ source }) => source)?.source?.projectRoot ?? process.cwd();
    this.log = new FunctionLog((trace) => locateInStack(trace, this.projectRoot));
    this.manifest = stack.manifest;
    this.#stack = stack;
    this.#observer = observer;
  }

  /** Expects a report of the delivery with this text, so that no message about it is reported on its own. */
  start(text: string): void {
    this.#started.push(text);
  }

  /** Lets the idempotency store take the next delivery with this body for a new event. */
  async forgetEvent({ type }: WebhookBody, text: string, { dynamoDb }: Services): Promise<void> {
    const handlerNames = handlersOf(this.manifest, type);
    await forgetEvent(dynamoDb, this.#stack.tables, { body: text, handlerNames });
  }

  /** Reports a delivery that the functions have handled so far. */
  async report(delivery: SentDelivery, services: Services): Promise<DeliveryReport | undefined> {
    const report = await reportDelivery(delivery, this.#sources(services));
    if (report) this.#watch(delivery, report);
    const index = this.#started.indexOf(delivery.text);
    if (index >= 0) this.#started.splice(index, 1);
    return report;
  }

  /** Records the result of a batch, and reports the handlers that it changed. */
  handleBatch({ messages, error }: BatchResult, services: Services): void {
    for (const { id } of messages) {
      if (error === undefined) this.#batchErrors.delete(id);
      else this.#batchErrors.set(id, error);
    }
    const expected = new Set([...this.#started, ...[...this.#watched.keys()].map(({ text }) => text)]);
    const others = messages.filter(({ body }) => !expected.has(textOf(body)));
    const texts = messages.map(({ body }) => textOf(body));
    this.#checked = this.#checked.then(() => this.#check({ texts, others }, services));
  }

  /** Resolves when every change so far is reported. */
  async whenChecked(): Promise<void> {
    await this.#checked;
  }

  /** Resolves when no check runs. Later batches start none. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#checked;
  }

  async #check({ texts, others }: Batch, services: Services): Promise<void> {
    const processed = new Set(texts);
    const deadLettered = this.#deadLetteredTexts(services);
    for (const [delivery, before] of [...this.#watched]) {
      if (this.#isStopped) return;
      const { text } = delivery;
      if (!processed.has(text) && !(isWaiting(before) && deadLettered.has(text))) continue;
      const report = await reportDelivery(delivery, this.#sources(services));
      if (!report) continue;
      this.#watch(delivery, report);
      for (const handler of report.handlers) {
        const earlier = before.handlers.find(({ handlerName }) => handlerName === handler.handlerName);
        if (JSON.stringify(handler) !== JSON.stringify(earlier)) this.#observer.onChange({ report, handler });
      }
    }
    for (const message of others) {
      if (this.#isStopped) return;
      const report = await reportMessage(message, this.#sources(services));
      if (report) this.#observer.onMessage(report);
    }
  }

  #watch(delivery: SentDelivery, report: DeliveryReport): void {
    this.#watched.delete(delivery);
    // A dead letter runs again after a redrive.
    if (!report.handlers.some(({ nextRunAt, deadLetterId }) => nextRunAt ?? deadLetterId)) return;
    this.#watched.set(delivery, report);
    if (this.#watched.size <= MAX_DELIVERIES) return;
    const [oldest] = this.#watched.keys();
    const [notWaiting = oldest] = [...this.#watched].flatMap(([watched, last]) => (isWaiting(last) ? [] : [watched]));
    if (notWaiting) this.#watched.delete(notWaiting);
  }

  /** Returns the texts of the deliveries in the dead-letter queues. SQS itself moves a message that no function completes. */
  #deadLetteredTexts({ sqs }: Services): ReadonlySet<string> {
    const queues = this.#stack.queues.filter(({ redrive }) => redrive === undefined);
    return new Set(queues.flatMap(({ logicalId }) => sqs.queue(logicalId).messages.map(({ body }) => textOf(body))));
  }

  #sources({ sqs, dynamoDb }: Services): ReportSources {
    const { log, manifest, maxAttempts } = this;
    return { stack: { ...this.#stack, manifest }, sqs, dynamoDb, log, batchErrors: this.#batchErrors, maxAttempts };
  }
}

/** A batch that the worker has processed. */
interface Batch {
  /** Texts of its deliveries. */
  readonly texts: readonly string[];
  /** Messages of which no watched delivery is the origin. */
  readonly others: readonly ReceivedMessage[];
}

/** Returns the text of the delivery in a message, or an empty text for a message without a delivery. */
function textOf(message: string): string {
  return decodeDelivery(message)?.body ?? '';
}

function isWaiting({ handlers }: DeliveryReport): boolean {
  return handlers.some(({ nextRunAt }) => nextRunAt !== undefined);
}
