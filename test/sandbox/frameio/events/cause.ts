import type { FrameioClient } from '../../../../lib/client/client.ts';
import type { FrameioState } from '../../../../sandbox/frameio/state/frameio-state.ts';

/** What a cause can use. */
export interface CauseContext {
  readonly client: FrameioClient;
  readonly state: FrameioState;
  readonly accountId: string;
  readonly projectId: string;
  /** Id of the project's root folder. */
  readonly folderId: string;
}

/** Makes the change that an event reports, after any other change that it needs. Returns the id of the changed resource. */
export type Cause = (context: CauseContext) => Promise<string>;
