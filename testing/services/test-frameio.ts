import type * as Frameio from '../../lib/client/frameio.ts';
import type { ApiFault } from '../../sandbox/frameio/api/api-fault.ts';
import type { ApiCall } from '../../sandbox/frameio/api/api-listener.ts';
import { clientOperations, findClientOperation } from '../../sandbox/frameio/api/client-operations.ts';
import type { NewFile } from '../../sandbox/frameio/state/files.ts';
import type { FrameioEvent } from '../../sandbox/frameio/state/frameio-event.ts';
import type { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { TestAppError } from '../test-app-error.ts';

/** A call that the app made to Frame.io. */
export interface TestApiCall extends ApiCall {
  /** Method of the client that sends the call, such as `comments.create`. `undefined` for storage and unknown paths. */
  readonly operation: string | undefined;
}

/**
 * A fault of Frame.io. A number is the status of an error response; the call has no effect. `reset` closes the connection
 * before, and `reset_after_processing` after the call took effect. `statusAfterProcessing` answers with an error although the
 * call took effect.
 */
export type TestFault = Extract<
  ApiFault,
  number | 'reset' | 'reset_after_processing' | { statusAfterProcessing: number }
>;

/** An event of a change that the app made. */
export type CausedEvent = Pick<FrameioEvent, 'type' | 'resource'>;

/** Who does something in Frame.io: the user of the app's token, or another person. */
export type TestUser = 'app' | 'person';

/** The fields of a file to add. */
export type TestFile = Partial<NewFile>;

interface PlannedFault {
  readonly operation: string;
  readonly fault: TestFault;
  remaining: number;
}

/** The Frame.io of a test: adds what the app finds, shows what the app did, and fails on demand. */
export class TestFrameio {
  /** Every call that the app made, oldest first. */
  readonly calls: TestApiCall[] = [];
  /** The events of the app's own changes, oldest first. `sendSelfEvents` of the test app delivers them. */
  readonly events: CausedEvent[] = [];
  readonly #state: FrameioState;
  /** The events of the app's own changes that are not delivered. */
  #undelivered: FrameioEvent[] = [];
  readonly #faults: PlannedFault[] = [];

  constructor(state: FrameioState) {
    this.#state = state;
  }

  /** Every file, oldest first. */
  get files(): readonly Frameio.File[] {
    return this.#state.files();
  }

  /** Texts of the app's comments on all files, oldest first. */
  get appComments(): readonly string[] {
    return this.files
      .flatMap(({ id }) => this.#state.commentsOf(id))
      .filter(({ owner }) => owner.id === this.userId('app'))
      .toSorted((one, other) => one.created_at.localeCompare(other.created_at))
      .map(({ text }) => text);
  }

  /** Id of the account. */
  get accountId(): string {
    return this.#state.account.id;
  }

  /** Id of the workspace. */
  get workspaceId(): string {
    return this.#state.workspace.id;
  }

  /** Id of the project that `addFile` adds to. */
  get projectId(): string {
    return this.#state.project.id;
  }

  /** Id of the root folder of that project. */
  get folderId(): string {
    return this.#state.project.root_folder_id;
  }

  /** Returns the id of a user. */
  userId(user: TestUser): string {
    return (user === 'app' ? this.#state.user : this.#state.uploader).id;
  }

  /** Adds an uploaded and transcoded file. No event is sent. */
  addFile({ name = 'Take 1.mov', fileSize = 1_234_567, ...rest }: TestFile = {}): Frameio.File {
    return this.#state.addFile({ name, fileSize, ...rest });
  }

  /** Deletes a file. No event is sent. */
  deleteFile({ id }: { readonly id: string }): void {
    this.#state.deleteFile(id);
  }

  /** Adds a comment to a file, by default of a person. No event is sent. */
  addComment({ id }: { readonly id: string }, text: string, { by = 'person' }: { readonly by?: TestUser } = {}) {
    const owner = by === 'app' ? this.#state.user : this.#state.uploader;
    const comment: Frameio.Comment = this.#state.addComment(id, { text }, owner);
    return comment;
  }

  /** Returns the comments of all users on a file, oldest first. */
  commentsOn({ id }: { readonly id: string }): readonly Frameio.Comment[] {
    return this.#state.commentsOf(id);
  }

  /**
   * Lets the next calls of an operation fail.
   *
   * @param operation - Method of the client, such as `comments.create`.
   * @param options - `times`: number of calls; 1 by default.
   * @throws TestAppError if the client has no such method.
   */
  fail(operation: string, fault: TestFault, { times = 1 }: { readonly times?: number } = {}): void {
    if (!clientOperations().some(({ name }) => name === operation)) {
      throw new TestAppError(
        `The client has no method "${operation}". Pass one such as "comments.create" or "files.show".`,
      );
    }
    this.#faults.push({ operation, fault, remaining: times });
  }

  /** @internal */
  nextFault({ method, path }: Pick<ApiCall, 'method' | 'path'>): TestFault | undefined {
    const name = findClientOperation(method, path)?.name;
    const planned = this.#faults.find(({ operation, remaining }) => operation === name && remaining > 0);
    if (planned) planned.remaining -= 1;
    return planned?.fault;
  }

  /** @internal Records an event of the app. Transcodes a complete upload at once. */
  handleEvent(event: FrameioEvent): void {
    const { type, resource, user } = event;
    if (user.id === this.userId('app')) {
      this.events.push({ type, resource });
      this.#undelivered.push(event);
    }
    if (type === 'file.upload.completed') this.#state.transcode(resource.id);
  }

  /** @internal Returns the events of the app's own changes since the last call. */
  takeSelfEvents(): readonly FrameioEvent[] {
    const taken = this.#undelivered;
    this.#undelivered = [];
    return taken;
  }

  /** @internal */
  record(call: ApiCall): void {
    this.calls.push({ operation: findClientOperation(call.method, call.path)?.name, ...call });
  }
}
