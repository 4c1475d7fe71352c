import type { SynthesizedStack } from '../cdk/read-synthesized.ts';
import { DynamoDb } from '../sandbox/aws/dynamodb/dynamodb.ts';
import type { ServiceCall, ServiceFault } from '../sandbox/aws/json-protocol/json-service.ts';
import { SecretsManager } from '../sandbox/aws/secrets-manager/secrets-manager.ts';
import { Sqs } from '../sandbox/aws/sqs/sqs.ts';
import type { SandboxClock } from '../sandbox/clock/sandbox-clock.ts';
import { queueSettingsOf, tableDefinitionOf } from '../sandbox/deployment/stack-resources.ts';
import type { ApiFault } from '../sandbox/frameio/api/api-fault.ts';
import type { ApiCall } from '../sandbox/frameio/api/api-listener.ts';
import { frameioListener } from '../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../sandbox/frameio/state/frameio-state.ts';
import { EventRegistry, type SimulatedEvent } from './event-registry.ts';
import { FaultCounts, type FaultKind, kindOfApiFault } from './fault-counts.ts';
import { API_FAULT_RATES, SERVICE_FAULT_RATES } from './fault-rates.ts';
import { type FaultRate, FaultSchedule } from './fault-schedule.ts';
import { Random } from './random.ts';
import type { ServiceListeners } from './service-proxy.ts';

/** Speed of the rate limiter's clock. At this speed, no call reaches Frame.io's rate limits: the bench measures them. */
const RATE_LIMIT_CLOCK_SPEED = 10_000;

/** The services around the functions. They fail as the seed determines. */
export class FaultyServices {
  readonly frameioState: FrameioState;
  readonly secretsManager = new SecretsManager();
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  readonly listeners: ServiceListeners;
  readonly events: EventRegistry;
  readonly faultCounts = new FaultCounts();
  /** Whether faults are injected. */
  isFaulty = true;
  readonly #seed: string;
  #delayedCalls = 0;

  private constructor(seed: string, clock: SandboxClock, sqs: Sqs, dynamoDb: DynamoDb) {
    this.#seed = seed;
    this.sqs = sqs;
    this.dynamoDb = dynamoDb;
    this.events = new EventRegistry(clock);
    const ids = new Random(`${seed} ids`);
    this.frameioState = new FrameioState({ now: () => new Date(clock.now()), randomId: () => ids.uuid() });
    this.secretsManager.fault = this.#secretsManagerFaults();
    sqs.fault = this.#sqsFaults();
    dynamoDb.fault = this.#dynamoDbFaults();
    const frameio = frameioListener({
      state: this.frameioState,
      now: () => Date.now() * RATE_LIMIT_CLOCK_SPEED,
      fault: this.#apiFaults(),
      wait: (ms) => this.#delayCall(ms, clock),
    });
    this.listeners = {
      secretsManager: this.secretsManager.listener,
      sqs: sqs.listener,
      dynamoDb: dynamoDb.listener,
      frameio,
    };
  }

  static async start({ queues, tables }: SynthesizedStack, seed: string, clock: SandboxClock): Promise<FaultyServices> {
    const sqs = await Sqs.start({ clock, queues: queues.map(queueSettingsOf) });
    const dynamoDb = await DynamoDb.start({ clock, tables: tables.map(tableDefinitionOf) });
    return new FaultyServices(seed, clock, sqs, dynamoDb);
  }

  async close(): Promise<void> {
    await Promise.all([this.sqs.close(), this.dynamoDb.close()]);
  }

  /** Whether Frame.io still has to process a call, although its caller may have stopped waiting. */
  get hasDelayedCalls(): boolean {
    return this.#delayedCalls > 0;
  }

  async #delayCall(ms: number, clock: SandboxClock): Promise<void> {
    this.#delayedCalls += 1;
    await clock.wait(ms);
    this.#delayedCalls -= 1;
  }

  #secretsManagerFaults() {
    const schedule = this.#schedule('secrets-manager', SERVICE_FAULT_RATES.secretsManager);
    return ({ input }: ServiceCall) => this.#counted('secrets-manager', this.#next(schedule, String(input.SecretId)));
  }

  #sqsFaults() {
    const sends = this.#schedule('send', SERVICE_FAULT_RATES.sendMessage);
    const changes = this.#schedule('visibility', SERVICE_FAULT_RATES.changeVisibility);
    return ({ operation, input }: ServiceCall) => {
      const isSend = operation === 'SendMessage';
      const { events } = this;
      const event = isSend ? events.findByMessage(input.MessageBody) : events.findByReceipt(input.ReceiptHandle);
      const queue = String(input.QueueUrl).split('/').at(-1) ?? '';
      const fault = this.#counted(
        isSend ? 'sqs-send' : 'sqs-visibility',
        this.#next(isSend ? sends : changes, `${event?.number} ${operation} ${queue}`),
      );
      const details = isSend ? `delay ${input.DelaySeconds ?? 0} s` : `${input.VisibilityTimeout} s`;
      return this.#logged(event, `SQS ${operation} to ${queue}, ${details}`, fault);
    };
  }

  #dynamoDbFaults() {
    const schedule = this.#schedule('idempotency', SERVICE_FAULT_RATES.idempotencyStore);
    return ({ operation, input }: ServiceCall) => {
      const id = Object(Object(input.Key ?? input.Item).id).S;
      const { event, label } = this.events.findByRecordId(id) ?? { event: undefined, label: id };
      const fault = this.#counted('dynamodb', this.#next(schedule, `${label} ${operation}`));
      return this.#logged(event, `DynamoDB ${operation} ${purposeOf(input)}`, fault);
    };
  }

  #apiFaults() {
    const reads = this.#schedule('reading', API_FAULT_RATES.read);
    const writes = this.#schedule('writing', API_FAULT_RATES.write);
    return ({ method, path }: Omit<ApiCall, 'status'>) => {
      const event = this.events.findByPath(path);
      const resource = path.split('/').at(event && path.endsWith(event.fileId) ? -2 : -1);
      const fault = this.#next(method === 'GET' ? reads : writes, `${event?.number} ${method} ${resource}`);
      if (fault !== undefined) this.faultCounts.add(kindOfApiFault(fault));
      if (event && (fault === 403 || fault === 422)) event.hasPermanentApiError = true;
      return this.#logged(event, `Frame.io ${method} ${resource}`, fault);
    };
  }

  #schedule<Fault extends ServiceFault | ApiFault>(name: string, rate: FaultRate<Fault>): FaultSchedule<Fault> {
    return new FaultSchedule(`${this.#seed} ${name}`, rate);
  }

  #next<Fault>(schedule: FaultSchedule<Fault>, subject: string): Fault | undefined {
    return this.isFaulty ? schedule.next(subject) : undefined;
  }

  #counted<Fault>(kind: FaultKind, fault: Fault | undefined): Fault | undefined {
    if (fault !== undefined) this.faultCounts.add(kind);
    return fault;
  }

  #logged<Fault>(event: SimulatedEvent | undefined, call: string, fault: Fault): Fault {
    this.events.log(event, fault === undefined ? call : `${call}: ${JSON.stringify(fault)}`);
    return fault;
  }
}

/** Returns what an update of an idempotency record does; an empty text for other calls. */
function purposeOf({ UpdateExpression = '' }: ServiceCall['input']): string {
  const text = String(UpdateExpression);
  if (text === '') return '';
  return text.includes('#status') ? 'complete' : 'unlock';
}
