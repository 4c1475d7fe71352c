import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SandboxClient } from '../../../cli/sandbox/sandbox-client.ts';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import type { Delivery, DeliveryList, DeliverySummary } from '../../../sandbox/sandbox-api.ts';
import type { SandboxOptions } from '../../../sandbox/sandbox-options.ts';
import { builtStack } from '../../support/synthesized.ts';

/** A sandbox with a state folder that runs `misbehaving-app`, seen through its own API. */
export class SandboxUnderTest {
  readonly stateFolder = mkdtempSync(join(tmpdir(), 'sandbox-api-'));
  readonly #delivery: SandboxOptions['delivery'];
  #sandbox: Sandbox | undefined;

  constructor(delivery: SandboxOptions['delivery'] = { delayMs: () => 0 }) {
    this.#delivery = delivery;
  }

  /** Starts the sandbox. The first start adds the file `Take 1.mov`, and later ones have the state of the one before. */
  async start(): Promise<void> {
    const isFirst = this.#sandbox === undefined;
    this.#sandbox = await Sandbox.start({
      stack: builtStack('queued', 'misbehaving-app'),
      port: 0,
      stateFolder: this.stateFolder,
      ...(this.#delivery && { delivery: this.#delivery }),
      onEvent: () => undefined,
    });
    if (isFirst) this.#sandbox.frameioState.addFile({ name: 'Take 1.mov', fileSize: 1 });
  }

  get sandbox(): Sandbox {
    if (!this.#sandbox) throw new Error('The sandbox has not started.');
    return this.#sandbox;
  }

  get client(): SandboxClient {
    return new SandboxClient(this.sandbox.frameioUrl);
  }

  list(query = ''): Promise<DeliveryList> {
    return this.client.get<DeliveryList>(`/sandbox/deliveries${query}`);
  }

  show(id = ''): Promise<Delivery> {
    return this.client.get<Delivery>(`/sandbox/deliveries/${id}`);
  }

  /** Sends deliveries, and resolves when each of them has ended or waits. */
  async send(path: string, body: object): Promise<readonly DeliverySummary[]> {
    const { client } = this;
    const { lastEventId } = await this.list();
    const { deliveries } = await client.post<{ deliveries: readonly DeliverySummary[] }>(path, body);
    const ended = new Map<string, DeliverySummary>();
    for await (const event of client.events(lastEventId)) {
      if (event === 'reset' || event.kind !== 'delivery_changed') continue;
      const { delivery } = event;
      if (delivery.status !== 'in_progress') ended.set(delivery.id, delivery);
      const found = deliveries.map(({ id }) => ended.get(id));
      if (!found.includes(undefined)) break;
    }
    return deliveries.flatMap(({ id }) => ended.get(id) ?? []);
  }
}
