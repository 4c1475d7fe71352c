import { useRef } from 'preact/hooks';
import type { SandboxAction, StudioFile } from '../../../sandbox-api.ts';
import { openPage } from '../address.ts';
import { openSendDialog } from '../send/send-dialog.tsx';

interface FileCardProps {
  readonly file: StudioFile;
  /** The actions that run on files. */
  readonly actions: readonly SandboxAction[];
  readonly onRun: (action: SandboxAction) => void;
}

/** A file with its comments. Its menu runs the custom actions of the app. */
export function FileCard({ file, actions, onRun }: FileCardProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const { id, name, mediaType, size, status, comments } = file;
  const choose = (run: () => void) => () => {
    if (menu.current) menu.current.open = false;
    run();
  };
  return (
    <li
      class="card"
      onContextMenu={(event) => {
        event.preventDefault();
        if (menu.current) menu.current.open = true;
        menu.current?.querySelector('button')?.focus();
      }}
    >
      <div class="thumbnail" aria-hidden="true">
        {(name.split('.').at(-1) ?? '').slice(0, 4)}
      </div>
      <h2>{name}</h2>
      <p class="details">
        {mediaType}, {formatSize(size)}, {status}
      </p>
      <details class="menu" ref={menu}>
        <summary>Actions</summary>
        <ul>
          {actions.map((action) => (
            <li key={action.key}>
              <button type="button" title={action.description} onClick={choose(() => onRun(action))}>
                {action.name}
              </button>
            </li>
          ))}
          <li>
            <button type="button" onClick={choose(() => openSendDialog({ fileId: id }))}>
              Send event…
            </button>
          </li>
          <li>
            <button type="button" onClick={choose(() => openPage('/deliveries', { text: id }))}>
              Show deliveries
            </button>
          </li>
        </ul>
      </details>
      {comments.length > 0 && (
        <ul class="comments" aria-label={`Comments on ${name}`}>
          {comments.map((comment) => (
            <li key={comment.id}>
              <strong>{comment.owner}</strong> {comment.text}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Formats a number of bytes: "48.3 MB". */
export function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${Number((bytes / 1_000 ** power).toPrecision(3))} ${units[power - 1]}`;
}
