import { useState } from 'preact/hooks';
import type { Studio, StudioFolder } from '../../../sandbox-api.ts';
import { parameter, setParameters } from '../address.ts';
import { useApp } from '../use-app.ts';
import { ActionDialog, type ActionRun } from './action-dialog.tsx';
import { FileCard } from './file-card.tsx';
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
  return (
    <div class="columns studio">
      <nav class="folders" aria-label="Folders">
        <FolderList studio={studio} parentId={null} selectedId={folderId} />
      </nav>
      <DropZone folderId={folderId}>
        {files.map((file) => (
          <FileCard
            key={file.id}
            file={file}
            actions={app.actions.filter(({ resourceTypes }) => resourceTypes.includes('file'))}
            onRun={(action) => setRun({ action, file })}
          />
        ))}
      </DropZone>
      {run && <ActionDialog key={`${run.action.key} ${run.file.id}`} run={run} onClose={() => setRun(undefined)} />}
    </div>
  );
}

interface FolderListProps {
  readonly studio: Studio;
  readonly parentId: string | null;
  readonly selectedId: string;
}

function FolderList({ studio, parentId, selectedId }: FolderListProps) {
  const folders = studio.folders.filter((folder) => folder.parentId === parentId);
  if (folders.length === 0) return null;
  return (
    <ul>
      {folders.map((folder) => (
        <li key={folder.id}>
          <FolderButton folder={folder} isSelected={folder.id === selectedId} />
          <FolderList studio={studio} parentId={folder.id} selectedId={selectedId} />
        </li>
      ))}
    </ul>
  );
}

function FolderButton({
  folder: { id, name },
  isSelected,
}: {
  readonly folder: StudioFolder;
  readonly isSelected: boolean;
}) {
  return (
    <button
      type="button"
      class="folder"
      aria-current={isSelected ? 'true' : undefined}
      onClick={() => setParameters({ folder: id })}
    >
      {name}
    </button>
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
