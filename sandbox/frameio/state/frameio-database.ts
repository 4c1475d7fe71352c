import { randomUUID } from 'node:crypto';
import { RESOURCE_OF_EVENT, type WebhookEventName } from '../../../lib/events/event-map.ts';
import { AUDIT_OF_EVENT, type AuditedChange, addAuditEntry } from './audit-log.ts';
import { createStores, type EntityChange, type EntityStores, restoreChange } from './entities.ts';
import type { EventDetails, FrameioEvent } from './frameio-event.ts';
import { addInitialResources } from './initial-resources.ts';
import type { SandboxSettings } from './stored-resources.ts';
import { UploadedBytes } from './uploaded-bytes.ts';

/** Options of a state. Tests set the clock and the ids. */
export interface FrameioStateOptions {
  /** @default the machine's clock */
  readonly now?: () => Date;
  /** Returns a UUID in lower case. @default random */
  readonly randomId?: () => string;
  /** The only valid access token. @default random */
  readonly token?: string;
  /**
   * Maximum size of one part of an upload, in bytes. A file of up to half this size is uploaded in one part.
   * @default 20_000_000
   */
  readonly maxPartBytes?: number;
  /** Receives an event for each change that Frame.io sends webhooks about. */
  readonly onEvent?: (event: FrameioEvent) => void;
  /**
   * The recorded changes of a saved state, to start from.
   * @default a new account without files
   */
  readonly changes?: readonly EntityChange[];
  /**
   * Whether a new state has the content of a small film studio, besides the empty default project.
   * @default false
   */
  readonly studio?: boolean;
  /** Receives each change before any other observer sees it. */
  readonly onChange?: (change: EntityChange) => void;
}

const MAX_PART_BYTES = 20_000_000;

/** The stores of the sandbox's Frame.io, and what every change of them needs: the clock, new ids and the events. */
export class FrameioDatabase {
  readonly now: () => Date;
  /** Returns a new id. */
  readonly newId: () => string;
  readonly stores: EntityStores;
  readonly maxPartBytes: number;
  readonly uploadedBytes = new UploadedBytes();
  /** The only valid access token. Set another one to expire it. */
  token: string;
  /** Whether the state was not saved before. */
  readonly isNew: boolean;
  readonly #onEvent: (event: FrameioEvent) => void;
  #isSilent = false;

  constructor({
    now = () => new Date(),
    randomId = randomUUID,
    token,
    maxPartBytes = MAX_PART_BYTES,
    onEvent = () => undefined,
    changes = [],
    onChange = () => undefined,
  }: FrameioStateOptions = {}) {
    this.now = now;
    this.newId = randomId;
    this.maxPartBytes = maxPartBytes;
    this.#onEvent = onEvent;
    this.stores = createStores(onChange);
    for (const change of changes) restoreChange(this.stores, change);
    this.isNew = this.stores.settings.size === 0;
    if (this.isNew) {
      const context = { newId: randomId, time: this.timestamp(), ...(token !== undefined && { token }) };
      addInitialResources(this.stores, context);
    }
    this.token = this.settings.token;
  }

  get settings(): SandboxSettings {
    return this.stores.settings.require('settings');
  }

  /** The current time in Frame.io's format, which has microseconds. */
  timestamp(): string {
    return this.now().toISOString().replace('Z', '000Z');
  }

  /** Makes changes without their events and their entries in the audit log. Returns what `change` returns. */
  withoutEvents<Result>(change: () => Result): Result {
    this.#isSilent = true;
    try {
      return change();
    } finally {
      this.#isSilent = false;
    }
  }

  /** Reports a change to everyone who listens for events. Call it after the change is stored. */
  emit(type: WebhookEventName, { id, user, projectId, workspaceId }: EventDetails): void {
    if (this.#isSilent) return;
    const project = projectId === undefined ? undefined : { id: projectId };
    const ofProject = project && this.stores.projects.get(project.id)?.project.workspace_id;
    const workspace = { id: workspaceId ?? ofProject ?? this.settings.workspaceId };
    const audited = AUDIT_OF_EVENT[type];
    if (audited) this.audit({ ...audited, resourceId: id, projectId: project?.id, workspaceId: workspace.id, user });
    this.#onEvent({ type, resource: { id, type: RESOURCE_OF_EVENT[type] }, project, workspace, user });
  }

  /** Adds an entry to the audit log. The changes with an event have one by themselves. */
  audit(change: AuditedChange): void {
    if (this.#isSilent) return;
    addAuditEntry(this.stores, change, { accountId: this.settings.accountId, time: this.timestamp() });
  }
}
