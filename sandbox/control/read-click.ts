import type * as Frameio from '../../lib/client/frameio.ts';
import { ACTION_RESOURCE_TYPES } from '../../lib/core/manifest.ts';
import { isRecord } from '../../lib/core/type-guards.ts';
import type { SelectedResource } from '../frameio/actions/action-body.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import type { StoredAction } from '../frameio/state/stored-resources.ts';
import { controlError, type Read, readFields } from './control-response.ts';

/** What the user clicks on, and how often. */
export interface ClickRequest {
  readonly resources: readonly SelectedResource[];
  readonly times: number;
}

/** Frame.io's guide, "Custom Actions": up to 100 assets in one request. */
const MAX_RESOURCES = 100;

const MAX_TIMES = 10;

const USAGE =
  'Send {"file": "<name>"}, {"resource": {"id": "<id>", "type": "file"}} or {"resources": [<1 to 100 of them>]}. ' +
  'Without one of them, the click is on the first file. Add "times": 2 for a double click.';

/** Reads the body of a click on an action. */
export function readClick(body: Buffer | undefined, stored: StoredAction, state: FrameioState): Read<ClickRequest> {
  const fields = readFields(body);
  if (!fields) return controlError(422, USAGE);
  const { times, ...selection } = fields;
  const count = readTimes(times);
  if (count === undefined || Object.keys(selection).length > 1) return controlError(422, USAGE);
  const resources = readResources(selection, state);
  if (!resources.ok) return resources;
  if (resources.value.length > 1 && !stored.action.multi_asset) {
    const { length } = resources.value;
    return controlError(
      422,
      `The action ${stored.action.event} runs on one resource, but the click is on ${length}. Send one, or set multiAsset: true in the app.`,
    );
  }
  return { ok: true, value: { resources: resources.value, times: count } };
}

/** Reads how often the user clicks; returns `undefined` for any other value. */
export function readTimes(value: unknown = 1): number | undefined {
  const isValid = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_TIMES;
  return isValid ? value : undefined;
}

function readResources(
  selection: Readonly<Record<string, unknown>>,
  state: FrameioState,
): Read<readonly SelectedResource[]> {
  if ('resources' in selection) return readList(selection.resources, state);
  if ('resource' in selection) return readList([selection.resource], state);
  const { file: name, ...others } = selection;
  if (Object.keys(others).length > 0 || (name !== undefined && typeof name !== 'string')) {
    return controlError(422, USAGE);
  }
  const file = findFile(name, state);
  return file.ok ? { ok: true, value: [{ id: file.value.id, type: 'file' }] } : file;
}

/** Finds a file by its id, or in the default project by its name. Without one, returns the first file. */
export function findFile(name: string | undefined, state: FrameioState): Read<Frameio.File> {
  const files = state.files();
  const file = name === undefined ? files[0] : (state.file(name) ?? files.find((known) => known.name === name));
  if (file) return { ok: true, value: file };
  const upload = 'Upload one: POST /sandbox/files.';
  if (name === undefined || files.length === 0) return controlError(422, `There is no file. ${upload}`);
  return controlError(422, `There is no file ${JSON.stringify(name)}. Use one of: ${namesOf(files)}. ${upload}`);
}

function readList(values: unknown, state: FrameioState): Read<readonly SelectedResource[]> {
  if (!Array.isArray(values) || values.length === 0 || values.length > MAX_RESOURCES) return controlError(422, USAGE);
  const resources: SelectedResource[] = [];
  for (const value of values) {
    const { id, type } = isRecord(value) ? value : {};
    const known = ACTION_RESOURCE_TYPES.find((name) => name === type);
    if (typeof id !== 'string' || id === '' || !known) {
      const types = ACTION_RESOURCE_TYPES.join(', ');
      return controlError(422, `A resource must have an id and one of the types ${types}. ${USAGE}`);
    }
    if (!exists({ id, type: known }, state)) {
      return controlError(422, `There is no ${known} with the id ${id}. ${howToFind(known, state)}`);
    }
    resources.push({ id, type: known });
  }
  return { ok: true, value: resources };
}

function exists({ id, type }: SelectedResource, state: FrameioState): boolean {
  switch (type) {
    case 'file':
      return state.file(id) !== undefined;
    case 'folder':
      return state.stores.folders.get(id) !== undefined;
    case 'version_stack':
      return state.versionStack(id) !== undefined;
  }
}

function howToFind(type: SelectedResource['type'], { project }: FrameioState): string {
  switch (type) {
    case 'file':
      return 'List the files: GET /sandbox/files.';
    case 'folder':
      return `List the folders with folders.list, or use the root folder of the default project: ${project.root_folder_id}.`;
    case 'version_stack':
      return 'Create one with versionStacks.create.';
  }
}

const MAX_NAMES = 10;

function namesOf(files: readonly { readonly name: string }[]): string {
  const names = [...new Set(files.map(({ name }) => JSON.stringify(name)))];
  return `${names.slice(0, MAX_NAMES).join(', ')}${names.length > MAX_NAMES ? ', ...' : ''}`;
}
