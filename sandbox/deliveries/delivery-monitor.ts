import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import type { BatchResult } from '../aws/lambda/event-source-mapping.ts';
import type { LocalDeployment } from '../deployment/local-deployment.ts';
import type { DeliveryReport, HandlerReport } from './delivery-report.ts';
import { FunctionLog } from './function-log.ts';
import { type ReportSources, reportDelivery, type SentDelivery } from './report-delivery.ts';

/** A change of a handler's report after the delivery. */
export interface HandlerChange {
  readonly report: DeliveryReport;
  readonly handler: HandlerReport;
}

/** Maximum number of deliveries to watch. */
const MAX_WATCHED = 100;

/** Watches what happens to deliveries and their handlers, also after the response. */
export class DeliveryMonitor {
  readonly log = new FunctionLog();
  readonly #stack: SynthesizedStack;
  readonly #onChange: (change: HandlerChange) => void;
  readonly #batchErrors = new Map<string, string>();
  /** The last report of each delivery with unfinished handlers. */
  readonly #watched = new Map<SentDelivery, DeliveryReport>();
  /** The last check. Checks run one after the other. */
  #checked: Promise<void> = Promise.resolve();
  #isStopped = false;

  /** @param onChange - Called when a later attempt changes the report of a handler. */
  constructor(stack: SynthesizedStack, onChange: (change: HandlerChange) => void) {
    this.#stack = stack;
    this.#onChange = onChange;
  }

  /** Reports a delivery that the functions have handled so far. */
  async report(delivery: SentDelivery, deployment: LocalDeployment): Promise<DeliveryReport | undefined> {
    const report = await reportDelivery(delivery, this.#sources(deployment));
    if (report) this.#watch(delivery, report);
    return report;
  }

  /** Records the result of a batch, and reports the handlers that it changed. */
  handleBatch({ messageIds, error }: BatchResult, deployment: LocalDeployment): void {
    for (const id of messageIds) {
      if (error === undefined) this.#batchErrors.delete(id);
      else this.#batchErrors.set(id, error);
    }
    this.#checked = this.#checked.then(() => this.#check(deployment));
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

  async #check(deployment: LocalDeployment): Promise<void> {
    for (const [delivery, before] of [...this.#watched]) {
      if (this.#isStopped) return;
      const report = await reportDelivery(delivery, this.#sources(deployment));
      if (!report) continue;
      this.#watch(delivery, report);
      for (const handler of report.handlers) {
        const earlier = before.handlers.find(({ handlerName }) => handlerName === handler.handlerName);
        if (JSON.stringify(handler) !== JSON.stringify(earlier)) this.#onChange({ report, handler });
      }
    }
  }

  #watch(delivery: SentDelivery, report: DeliveryReport): void {
    this.#watched.delete(delivery);
    if (!report.handlers.some(({ nextRunAt }) => nextRunAt !== undefined)) return;
    this.#watched.set(delivery, report);
    const [oldest] = this.#watched.keys();
    if (oldest && this.#watched.size > MAX_WATCHED) this.#watched.delete(oldest);
  }

  #sources({ sqs, dynamoDb }: LocalDeployment): ReportSources {
    return { stack: this.#stack, sqs, dynamoDb, log: this.log, batchErrors: this.#batchErrors };
  }
}
