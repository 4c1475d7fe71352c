import { useState } from 'preact/hooks';
import type { SandboxAction, Studio, StudioFile } from '../../../sandbox-api.ts';
import { parameter, setParameters } from '../address.ts';
import { useApp } from '../use-app.ts';
import { ActionDialog, type ActionRun } from './action-dialog.tsx';
import { FileCard } from './file-card.tsx';
import { type MenuResource, ResourceMenu } from './resource-menu.tsx';
import { MediaIcon } from './thumbnail.tsx';
import { uploadAll, uploads } from './upload.ts';
import { useStudio } from './use-studio.ts';

/** The folders and files of the local Frame.io. */
export function StudioPage() {
  const studio = useStudio();
  const app = useApp();
  const [run, setRun] = useState<ActionRun>();
  if (!studio || !app) return <p class="empty">Reading the studio…</p>;
  const folderId = parameter('folder') || studio.uploadFolderId;
  const files = studio.files.filter((file) => file.folderId === folderId);
  const stacks = studio.versionStacks.filter((stack) => stack.folderId === folderId);
  const menu = {
    actions: app.actions,
    onRun: (action: SandboxAction, resource: MenuResource) => setRun({ action, resource }),
  };
  return (
    <div class="columns studio">
      <nav class="folders" aria-label="Folders">
        <FolderList studio={studio} parentId={null} selectedId={folderId} {...menu} />
      </nav>
      <DropZone folderId={folderId}>
        {stacks.map(({ id, name, fileIds }) => (
          <ResourceMenu key={id} class="card" label="Actions" resource={{ id, type: 'version_stack', name }} {...menu}>
            <div class="thumbnail" aria-hidden="true">
              <MediaIcon kind="version_stack" />
            </div>
            <h2>{name}</h2>
            <p class="details">version stack, {fileIds.length} versions</p>
          </ResourceMenu>
        ))}
        {files.map((file) => (
          <FileCard key={file.id} file={file} version={versionOf(file, studio)} {...menu} />
        ))}
      </DropZone>
      {run && <ActionDialog key={`${run.action.key} ${run.resource.id}`} run={run} onClose={() => setRun(undefined)} />}
    </div>
  );
}

/** Returns which version of a version stack a file is: "version 2 of Launch film". */
function versionOf({ id }: StudioFile, { versionStacks }: Studio): string | undefined {
  const stack = versionStacks.find(({ fileIds }) => fileIds.includes(id));
  return stack && `version ${stack.fileIds.indexOf(id) + 1} of ${stack.name}`;
}

interface FolderListProps {
  readonly studio: Studio;
  readonly parentId: string | null;
  readonly selectedId: string;
  readonly actions: readonly SandboxAction[];
  readonly onRun: (action: SandboxAction, resource: MenuResource) => void;
}

function FolderList({ parentId, ...props }: FolderListProps) {
  const { studio, selectedId, actions, onRun } = props;
  const folders = studio.folders.filter((folder) => folder.parentId === parentId);
  if (folders.length === 0) return null;
  return (
    <ul>
      {folders.map((folder) => (
        <ResourceMenu
          key={folder.id}
          class="folder-row"
          label="⋯"
          resource={{ id: folder.id, type: 'folder', name: folder.name }}
          actions={actions}
          onRun={onRun}
          after={<FolderList parentId={folder.id} {...props} />}
        >
          <button
            type="button"
            class="folder"
            aria-current={folder.id === selectedId ? 'true' : undefined}
            onClick={() => setParameters({ folder: folder.id })}
          >
            {folder.name}
          </button>
        </ResourceMenu>
      ))}
    </ul>
  );
}

interface DropZoneProps {
  readonly folderId: string;
  readonly children: preact.ComponentChildren;
}

function DropZone({ folderId, children }: DropZoneProps) {
  const [isOver, setIsOver] = useState(false);
  const add = (files: FileList | null | undefined) => void uploadAll([...(files ?? [])], folderId);
  return (
    <section
      class={isOver ? 'files over' : 'files'}
      aria-label="Files"
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        add(event.dataTransfer?.files);
      }}
    >
      <p class="drop-hint">
        Drop files here, or{' '}
        <label class="upload">
          choose files
          <input
            type="file"
            multiple
            onChange={({ currentTarget }) => {
              add(currentTarget.files);
              currentTarget.value = '';
            }}
          />
        </label>
        . The page uploads them through the API.
      </p>
      {uploads.value.map(({ id, name, sentBytes, totalBytes, error }) => (
        <div key={id} class="uploading">
          <span>{name}</span>
          {error === undefined ? (
            <progress max={totalBytes} value={sentBytes} aria-label={`Upload of ${name}`} />
          ) : (
            <span class="error" role="alert">
              {error}
            </span>
          )}
        </div>
      ))}
      <ul class="cards">{children}</ul>
    </section>
  );
}
