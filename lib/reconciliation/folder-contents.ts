import type { FrameioClient } from '../client/client.ts';
import type { AssetWithIncludes, FileWithIncludes, FolderWithIncludes } from '../client/resources/assets.ts';

/**
 * Lists the files and folders in a folder. It includes the versions in version stacks that changed, because a new version is a
 * file too. A stack counts as changed if it or its newest version did.
 *
 * @param changedSince - Time in milliseconds since 1970.
 */
export async function* folderContents(
  client: FrameioClient,
  accountId: string,
  folderId: string,
  changedSince: number,
): AsyncGenerator<FileWithIncludes | FolderWithIncludes, void, undefined> {
  const assets = client.folders.index(accountId, folderId, { include: 'creator', page_size: 500 });
  for await (const asset of assets) {
    if (asset.type !== 'version_stack') yield asset;
    else if (hasChanged(asset, changedSince)) yield* versions(client, accountId, asset.id);
  }
}

async function* versions(client: FrameioClient, accountId: string, stackId: string) {
  for await (const asset of client.versionStacks.index(accountId, stackId, { include: 'creator', page_size: 100 })) {
    if (asset.type === 'file') yield asset;
  }
}

function hasChanged(asset: Extract<AssetWithIncludes, { type: 'version_stack' }>, changedSince: number): boolean {
  return [asset, asset.head_version].some((part) => part && Date.parse(part.updated_at) >= changedSince);
}
