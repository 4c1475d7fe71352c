import type { SynthesizedStack } from '../cdk/synthesize.ts';
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
import { type EventStory, Stories } from './event-registry.ts';
import { type Fault, FaultCounts, kindOf } from './fault-counts.ts';
import { API_ODDS, SERVICE_ODDS } from './fault-rates.ts';
import { EdgeFaults, type EdgeOdds } from './fault-schedule.ts';
import { Random } from './random.ts';
import type { Services } from './service-proxy.ts';

/** Fast enough for Frame.io's limits, which are not what is simulated, never to be reached. */
const LIMITS_SPEED = 10_000;

/** All that stands around the functions, each part failing as the seed has it. */
export class FaultyServices {
  readonly frameioState: FrameioState;
  readonly secretsManager = new SecretsManager();
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  readonly listeners: Services;
  readonly stories: Stories;
  readonly counts = new FaultCounts();
  /** Whether anything fails at all. */
  isFaulty = true;
  readonly #seed: string;
  #lateWrites = 0;

  private constructor(seed: string, clock: SandboxClock, sqs: Sqs, dynamoDb: DynamoDb) {
    this.#seed = seed;
    this.sqs = sqs;
    this.dynamoDb = dynamoDb;
    this.stories = new Stories(clock);
    const ids = new Random(`${seed} ids`);
    this.frameioState = new FrameioState({ now: () => new Date(clock.now()), randomId: () => ids.uuid() });
    this.secretsManager.fault = this.#secretFaults();
    sqs.fault = this.#queueFaults();
    dynamoDb.fault = this.#ledgerFaults();
    const frameio = frameioListener({
      state: this.frameioState,
      now: () => Date.now() * LIMITS_SPEED,
      fault: this.#apiFaults(),
      wait: (ms) => this.#late(ms, clock),
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

  /** Whether a call is still to take effect that its caller has given up, or may give up. */
  get hasLateWrites(): boolean {
    return this.#lateWrites > 0;
  }

  async #late(ms: number, clock: SandboxClock): Promise<void> {
    this.#lateWrites += 1;
    await clock.wait(ms);
    this.#lateWrites -= 1;
  }

  #secretFaults() {
    const faults = this.#faultsOf('secrets-manager', SERVICE_ODDS.secretsManager);
    return ({ input }: ServiceCall) => this.#counted('secrets-manager', this.#next(faults, String(input.SecretId)));
  }

  #queueFaults() {
    const sends = this.#faultsOf('send', SERVICE_ODDS.sendMessage);
    const changes = this.#faultsOf('visibility', SERVICE_ODDS.changeVisibility);
    return ({ operation, input }: ServiceCall) => {
      const isSend = operation === 'SendMessage';
      const story = isSend ? this.stories.ofMessage(input.MessageBody) : this.stories.ofReceipt(input.ReceiptHandle);
      const queue = String(input.QueueUrl).split('/').at(-1) ?? '';
      const fault = this.#counted(
        isSend ? 'sqs-send' : 'sqs-visibility',
        this.#next(isSend ? sends : changes, `${story?.number} ${operation} ${queue}`),
      );
      const details = isSend ? `delay ${input.DelaySeconds ?? 0} s` : `${input.VisibilityTimeout} s`;
      return this.#told(story, `SQS ${operation} to ${queue}, ${details}`, fault);
    };
  }

  #ledgerFaults() {
    const faults = this.#faultsOf('ledger', SERVICE_ODDS.ledger);
    return ({ operation, input }: ServiceCall) => {
      const id = Object(Object(input.Key ?? input.Item).id).S;
      const { story, name } = this.stories.ofLedgerId(id) ?? { story: undefined, name: id };
      const fault = this.#counted('dynamodb', this.#next(faults, `${name} ${operation}`));
      return this.#told(story, `DynamoDB ${operation} ${purposeOf(input)}`, fault);
    };
  }

  #apiFaults() {
    const reading = this.#faultsOf('reading', API_ODDS.reading);
    const writing = this.#faultsOf('writing', API_ODDS.writing);
    return ({ method, path }: Omit<ApiCall, 'status'>) => {
      const story = this.stories.ofPath(path);
      const what = path.split('/').at(story && path.endsWith(story.fileId) ? -2 : -1);
      const fault = this.#next(method === 'GET' ? reading : writing, `${story?.number} ${method} ${what}`);
      if (fault !== undefined) this.counts.add(kindOf(fault));
      if (story && (fault === 403 || fault === 422)) story.isRefused = true;
      return this.#told(story, `Frame.io ${method} ${what}`, fault);
    };
  }

  #faultsOf<Found extends ServiceFault | ApiFault>(edge: string, odds: EdgeOdds<Found>): EdgeFaults<Found> {
    return new EdgeFaults(`${this.#seed} ${edge}`, odds);
  }

  #next<Found>(faults: EdgeFaults<Found>, subject: string): Found | undefined {
    return this.isFaulty ? faults.next(subject) : undefined;
  }

  #counted<Found>(fault: Fault, found: Found | undefined): Found | undefined {
    if (found !== undefined) this.counts.add(fault);
    return found;
  }

  #told<Found>(story: EventStory | undefined, what: string, fault: Found): Found {
    this.stories.tell(story, fault === undefined ? what : `${what}: ${JSON.stringify(fault)}`);
    return fault;
  }
}

/** What a write to the ledger is for. */
function purposeOf({ UpdateExpression = '' }: ServiceCall['input']): string {
  const text = String(UpdateExpression);
  if (text === '') return '';
  return text.includes('#status') ? 'done' : 'unlock';
}
