import type { FrameioClient } from '../client/client.ts';
import { ClientRateLimitError } from '../client/errors/client-rate-limit-error.ts';
import { RateLimitError } from '../client/errors/status-errors.ts';
import type { FileWithIncludes } from '../client/resources/assets.ts';
import type { Clock } from '../core/clock.ts';
import { folderContents } from './folder-contents.ts';
import { isUnavailable } from './is-unavailable.ts';
import { listWatchedFolders } from './list-watched-folders.ts';
import type { Pass, PassState, PassStore, WatchedFolder } from './pass-store.ts';
import { type FileOutcome, type FileServices, reconcileFile } from './reconcile-file.ts';
import type { ReconciliationSettings } from './reconciliation-settings.ts';

/** What a reconciliation needs. */
export interface ReconciliationServices extends FileServices {
  readonly client: FrameioClient;
  readonly passes: PassStore;
  readonly settings: ReconciliationSettings;
  readonly clock: Clock;
}

/**
 * Maximum age of a file in ms, whenever it changed. The table keeps the record of an event for 70 days, so that the event of
 * every younger file is still known.
 */
const MAX_FILE_AGE_MS = 60 * 24 * 60 * 60 * 1_000;

/**
 * Continues the current pass through the folders of the watched projects, or starts the next one. If the time ends or a call
 * fails, the next run continues with the folders that are left.
 *
 * @param deadline - When to stop, in milliseconds since 1970.
 * @throws whatever a call to Frame.io or AWS throws, except rate limits: those end the run, and the next one continues.
 */
export async function reconcile(services: ReconciliationServices, deadline: number): Promise<void> {
  try {
    await continuePass(services, deadline);
  } catch (error) {
    if (!(error instanceof RateLimitError || error instanceof ClientRateLimitError)) throw error;
    services.logger.warn('reconciliation rate limited', { error });
  }
}

async function continuePass(services: ReconciliationServices, deadline: number): Promise<void> {
  const { passes, clock, logger } = services;
  const state = await passes.load(clock.now());
  const pass = state.pass && state.pass.folders.length > 0 ? state.pass : await startPass(state, services);
  const walk = new Walk(services, pass, state.turnedOnAt);
  try {
    await walk.run(deadline);
  } finally {
    await passes.save({ ...pass, folders: walk.folders }, clock.now());
    if (walk.folders.length > 0) logger.info('reconciliation paused', walk.summary);
    else logger.info('reconciliation completed', walk.summary);
  }
}

/** A pass looks at what the last two passes looked at: one of them notices a file, the next one enqueues its event. */
async function startPass({ pass, turnedOnAt }: PassState, services: ReconciliationServices): Promise<Pass> {
  const { client, settings, clock, logger } = services;
  const startedAt = clock.now();
  const changedSince = (pass?.previousStartedAt ?? turnedOnAt) - settings.lookBackMs;
  const folders = await listWatchedFolders(client, settings, logger);
  return { startedAt, previousStartedAt: pass?.startedAt, changedSince, folders };
}

/** One run through the folders of a pass. */
class Walk {
  readonly #services: ReconciliationServices;
  readonly #changedSince: number;
  readonly #createdSince: number;
  /** The folders that are left. The last one is next, so that few folders wait at the same time. */
  readonly #folders: WatchedFolder[];
  readonly #files: Record<FileOutcome, number> = { accepted: 0, waiting: 0, enqueued: 0 };
  #folderCount = 0;

  constructor(services: ReconciliationServices, { changedSince, folders }: Pass, turnedOnAt: number) {
    this.#services = services;
    this.#changedSince = changedSince;
    this.#createdSince = Math.max(turnedOnAt, services.clock.now() - MAX_FILE_AGE_MS);
    this.#folders = [...folders];
  }

  get folders(): readonly WatchedFolder[] {
    return this.#folders;
  }

  /** Attributes of the log line about the run. */
  get summary() {
    const { accepted, waiting, enqueued } = this.#files;
    return {
      folders: this.#folderCount,
      folders_left: this.#folders.length,
      files: accepted + waiting + enqueued,
      files_waiting: waiting,
      files_reconciled: enqueued,
    };
  }

  async run(deadline: number): Promise<void> {
    while (this.#services.clock.now() < deadline) {
      const folder = this.#folders.pop();
      if (!folder) return;
      let isDone = false;
      try {
        isDone = await this.#visit(folder, deadline);
      } finally {
        if (!isDone) this.#folders.unshift(folder); // the others have their turn first
      }
    }
  }

  /** Returns false if the time ended before the end of the folder. */
  async #visit(folder: WatchedFolder, deadline: number): Promise<boolean> {
    const { client, settings, clock, logger } = this.#services;
    const { accountId } = settings;
    const subfolders: WatchedFolder[] = [];
    try {
      for await (const asset of folderContents(client, accountId, folder.id, this.#changedSince)) {
        if (clock.now() >= deadline) return false;
        if (asset.type === 'folder') subfolders.push({ ...folder, id: asset.id });
        else if (this.#isCandidate(asset)) {
          this.#files[await reconcileFile(asset, { ...folder, accountId }, clock.now(), this.#services)] += 1;
        }
      }
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      logger.warn('folder not reconciled', { folder_id: folder.id, project_id: folder.projectId, error });
    }
    this.#folderCount += 1;
    this.#folders.push(...subfolders);
    return true;
  }

  #isCandidate({ status, created_at, updated_at }: FileWithIncludes): boolean {
    const isRecent = Date.parse(updated_at) >= this.#changedSince && Date.parse(created_at) >= this.#createdSince;
    return status === 'transcoded' && isRecent;
  }
}
