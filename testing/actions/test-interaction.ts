import type { ActionReply } from '../../sandbox/frameio/actions/action-reply.ts';
import { TestAppError } from '../test-app-error.ts';

/** What a person sees: a message, a form, or nothing. */
export type TestReply = Exclude<ActionReply, { readonly kind: 'error' }>;

/** Sends the values of a form and returns the next reply. */
export type Submit = (reply: TestReply, data: Readonly<Record<string, unknown>>) => Promise<TestReply>;

/** A click on a custom action, or a submission of its form. Await it for the reply, or submit the form that it shows. */
export class TestInteraction implements PromiseLike<TestReply> {
  readonly #reply: Promise<TestReply>;
  readonly #submit: Submit;

  constructor(reply: Promise<TestReply>, submit: Submit) {
    this.#reply = reply;
    this.#submit = submit;
    reply.catch(() => undefined); // whoever awaits it receives the error
  }

  /**
   * Submits the form of the reply. Fields that `data` omits keep the values that the form shows.
   *
   * @returns The next interaction. It rejects with a TestAppError if the reply is no form, or has no such field.
   */
  submit(data: Readonly<Record<string, unknown>> = {}): TestInteraction {
    const next = this.#reply.then((reply) => {
      checkFields(reply, data);
      return this.#submit(reply, data);
    });
    return new TestInteraction(next, this.#submit);
  }

  // biome-ignore lint/suspicious/noThenProperty: `await t.click(...)` returns the reply.
  then<Fulfilled = TestReply, Rejected = never>(
    onFulfilled?: ((reply: TestReply) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#reply.then(onFulfilled, onRejected);
  }
}

function checkFields(reply: TestReply, data: Readonly<Record<string, unknown>>): void {
  if (reply.kind !== 'form') {
    const found = reply.kind === 'message' ? `the message "${reply.title}: ${reply.description}"` : 'no window';
    throw new TestAppError(`There is no form to submit: the action answered with ${found}.`);
  }
  const names = reply.fields.filter(({ type }) => type !== 'link').map(({ name }) => name);
  const unknown = Object.keys(data).filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new TestAppError(`The form "${reply.title}" has no field ${unknown.join(', ')}. It has: ${names.join(', ')}.`);
}
