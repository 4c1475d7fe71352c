import { randomUUID } from 'node:crypto';
import type { ActionResourceType } from '../../lib/core/manifest.ts';
import type { EndpointResponse } from '../../lib/endpoint/http-response.ts';
import { actionBody, type FormData } from '../../sandbox/frameio/actions/action-body.ts';
import { prefilled } from '../../sandbox/frameio/actions/action-interactions.ts';
import { readReply } from '../../sandbox/frameio/actions/action-reply.ts';
import type { StoredAction } from '../../sandbox/frameio/state/stored-resources.ts';
import type { RunLog } from '../runs/run-log.ts';
import { throwFailures } from '../runs/throw-failures.ts';
import type { TestDeployment } from '../services/test-deployment.ts';
import { TestAppError } from '../test-app-error.ts';
import { TestInteraction, type TestReply } from './test-interaction.ts';

/** An asset that a person selected. */
export interface SelectedAsset {
  readonly id: string;
  /** @default 'file' */
  readonly type?: ActionResourceType;
}

/** Clicks the custom actions of an app, as a person does. */
export class Interactions {
  readonly #deployment: TestDeployment;
  readonly #runs: RunLog;
  readonly #errors: ReadonlyMap<string, unknown>;

  /** @param errors - What the handlers threw, by the id of the interaction. */
  constructor(deployment: TestDeployment, runs: RunLog, errors: ReadonlyMap<string, unknown>) {
    this.#deployment = deployment;
    this.#runs = runs;
    this.#errors = errors;
  }

  click(key: string, assets: SelectedAsset | readonly SelectedAsset[] | undefined): TestInteraction {
    const { frameio } = this.#deployment;
    const stored = this.#find(key);
    const interactionId = randomUUID();
    const selected = assets ?? frameio.files.at(-1) ?? frameio.addFile();
    const resources = [selected].flat().map(({ id, type = 'file' }) => ({ id, type }));
    const request = (data?: FormData) => this.#request(stored, { interactionId, resources, data });
    return new TestInteraction(request(), (reply, data) => {
      const shown = reply.kind === 'form' ? prefilled(reply.fields) : {};
      return request({ ...shown, ...data });
    });
  }

  #find(key: string): StoredAction {
    const actions = this.#deployment.state.actions.list();
    const stored = actions.find(({ action }) => action.event === key);
    if (stored) return stored;
    const keys = actions.map(({ action }) => `"${action.event}"`).join(', ') || 'none';
    throw new TestAppError(`The app has no custom action "${key}". Its actions are: ${keys}.`);
  }

  async #request(stored: StoredAction, context: Parameters<typeof actionBody>[2]): Promise<TestReply> {
    const { interactionId } = context;
    const requestId = randomUUID();
    const response = await this.#deployment.request(actionBody(stored, this.#deployment.state, context), requestId);
    await this.#deployment.whenIdle();
    const error = this.#errors.get(interactionId);
    if (error !== undefined) throw error;
    throwFailures(this.#runs.runsOf(requestId));
    return replyOf(response);
  }
}

/** @throws TestAppError for a reply that Frame.io does not understand. */
function replyOf({ statusCode: status, body }: EndpointResponse): TestReply {
  const reply = readReply({ durationMs: 0, status, body });
  if (reply.kind === 'error') throw new TestAppError(reply.reason);
  return reply;
}
