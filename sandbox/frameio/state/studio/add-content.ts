import { addComment } from '../comments.ts';
import { addReadyFile } from '../files.ts';
import { addFolder } from '../folders.ts';
import type { FrameioDatabase } from '../frameio-database.ts';
import { addProject } from '../new-project.ts';
import { setRole } from '../permissions.ts';
import type { StoredFile, StoredFolder, StoredProject, StoredVersionStack } from '../stored-resources.ts';
import { createVersionStack } from '../version-stacks.ts';
import type { StudioPeople } from './add-people.ts';

/** What the studio reviews. */
export interface StudioContent {
  readonly project: StoredProject;
  readonly interview: StoredFile;
  readonly harbour: StoredFile;
  readonly cut: StoredVersionStack;
}

/** Adds the studio's workspace with two productions: folders, files with comments, and a version stack. */
export function addContent(database: FrameioDatabase, { producer, editor, client }: StudioPeople): StudioContent {
  const { stores, settings } = database;
  const time = database.timestamp();
  const id = database.newId();
  const workspace = { id, account_id: settings.accountId, name: 'Commercials', created_at: time, updated_at: time };
  stores.workspaces.put({ id, workspace, creator: producer });
  setRole(database, id, editor, 'full_access');

  const context = { newId: database.newId, time };
  const rootOf = (name: string) => {
    const { project } = addProject(stores, { name, workspaceId: id, owner: producer }, context);
    setRole(database, project.id, client, 'commenter');
    return stores.folders.require(project.root_folder_id);
  };
  const folderIn = (parent: StoredFolder, name: string) => addFolder(database, parent, name, editor);
  const fileIn = (parent: StoredFolder, name: string, fileSize: number) =>
    addReadyFile(database, parent, { name, fileSize }, editor);

  const launch = rootOf('Launch campaign');
  const footage = folderIn(launch, 'Footage');
  const interview = fileIn(folderIn(footage, 'Day 1'), 'Interview A.mov', 2_147_483_648);
  const harbour = fileIn(folderIn(footage, 'Day 2'), 'Harbour B-roll.mp4', 734_003_200);
  const exports = folderIn(launch, 'Exports');
  const cuts = ['Launch film v1.mp4', 'Launch film v2.mp4'].map((name) => fileIn(exports, name, 48_318_382).id);
  const cut = createVersionStack(database, exports, cuts, editor);
  fileIn(folderIn(launch, 'Audio'), 'Final mix.wav', 96_468_992);
  const comment = (fileId: string, text: string, timestamp: number) =>
    addComment(database, fileId, { text, timestamp }, fileId === harbour.id ? producer : client);
  comment(interview.id, 'Use the second answer, it is shorter.', 288);
  comment(harbour.id, 'Can we hold this shot two seconds longer?', 120);
  for (const id of cuts.slice(-1)) comment(id, 'The logo comes in too early.', 1_416);

  const brand = rootOf('Brand film');
  fileIn(brand, 'Storyboard.pdf', 5_242_880);
  fileIn(folderIn(brand, 'Stills'), 'Poster.png', 8_388_608);
  return { project: stores.projects.require(launch.folder.project_id), interview, harbour, cut };
}
