import type { SandboxAction, StudioFile } from '../../../sandbox-api.ts';
import { escapeControls, escapeControlsInLines } from '../../../terminal/escape-controls.ts';
import { openSendDialog } from '../send/send-dialog.tsx';
import { type MenuResource, ResourceMenu } from './resource-menu.tsx';
import { Thumbnail } from './thumbnail.tsx';

interface FileCardProps {
  readonly file: StudioFile;
  /** Which version of a version stack the file is. */
  readonly version: string | undefined;
  readonly actions: readonly SandboxAction[];
  readonly onRun: (action: SandboxAction, resource: MenuResource) => void;
}

/** A file with its comments. Its menu runs the custom actions of the app. */
export function FileCard({ file, version, actions, onRun }: FileCardProps) {
  const { id, name, mediaType, size, status, comments } = file;
  return (
    <ResourceMenu
      class="card"
      label="Actions"
      resource={{ id, type: 'file', name }}
      actions={actions}
      onRun={onRun}
      items={[{ label: 'Send event…', run: () => openSendDialog({ fileId: id }) }]}
      after={comments.length > 0 && <Comments file={file} />}
    >
      <Thumbnail file={file} />
      <h2>{name}</h2>
      <p class="details">
        {mediaType}, {formatSize(size)}, {status}
        {version !== undefined && `, ${version}`}
      </p>
    </ResourceMenu>
  );
}

function Comments({ file: { name, comments } }: { readonly file: StudioFile }) {
  return (
    <ul class="comments" aria-label={`Comments on ${name}`}>
      {comments.map(({ id, owner, text }) => (
        <li key={id}>
          <strong>{escapeControls(owner)}</strong> {escapeControlsInLines(text)}
        </li>
      ))}
    </ul>
  );
}

/** Formats a number of bytes: "48.3 MB". */
export function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${Number((bytes / 1_000 ** power).toPrecision(3))} ${units[power - 1]}`;
}
