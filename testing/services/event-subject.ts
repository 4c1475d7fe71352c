import { randomUUID } from 'node:crypto';
import { RESOURCE_OF_EVENT, type WebhookEventName } from '../../lib/events/event-map.ts';
import type { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import type { TestFile, TestFrameio } from './test-frameio.ts';

/** What an event is about: an existing resource by its `id`, or the fields of a new one. */
export type EventSubject<Name extends WebhookEventName> = {
  /** Id of the resource. It need not exist. */
  readonly id?: string;
} & ((typeof RESOURCE_OF_EVENT)[Name] extends 'file'
  ? TestFile
  : (typeof RESOURCE_OF_EVENT)[Name] extends 'comment'
    ? {
        /** Text of a new comment. */
        readonly text?: string;
        /**
         * File of a new comment.
         * @default the last file, or a new one
         */
        readonly file?: { readonly id: string };
      }
    : Readonly<Record<never, never>>);

/** The fields of any subject. */
type AnySubject = { readonly id?: string; readonly text?: string; readonly file?: { readonly id: string } } & TestFile;

/** Returns the id of the resource that an event is about. Adds the resource if it is a new one. */
export function resourceIdOf(
  type: WebhookEventName,
  { id, text = 'A comment', file, ...newFile }: AnySubject,
  { frameio, state }: { readonly frameio: TestFrameio; readonly state: FrameioState },
): string {
  if (id !== undefined) return id;
  switch (RESOURCE_OF_EVENT[type]) {
    case 'file': {
      const added = frameio.addFile(newFile);
      if (type === 'file.deleted') frameio.deleteFile(added);
      return added.id;
    }
    case 'comment':
      return frameio.addComment(file ?? frameio.files.at(-1) ?? frameio.addFile(), text).id;
    case 'folder':
      return state.project.root_folder_id;
    case 'project':
      return state.project.id;
    default:
      return randomUUID();
  }
}
