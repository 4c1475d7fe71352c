import { quoteForShell } from '../../cdk/quote-for-shell.ts';
import type * as Frameio from '../../lib/client/frameio.ts';
import type { Sandbox } from '../sandbox.ts';
import { formatLine, formatTitle } from './lines.ts';
import { sandboxOptions } from './terminal-context.ts';

const JSON_TYPE = `-H 'Content-Type: application/json'`;

/** Formats the commands that a user can try with a running sandbox. */
export function formatNextSteps(
  { frameioUrl, frameioState, manifest }: Pick<Sandbox, 'frameioUrl' | 'frameioState' | 'manifest'>,
  file: Frameio.File,
  statePath: string,
): string {
  const account = `${frameioUrl}/v4/accounts/${frameioState.account.id}`;
  const folder = `${account}/folders/${frameioState.project.root_folder_id}`;
  const authorization = `-H 'Authorization: Bearer ${frameioState.token}'`;
  const [action] = manifest.actions;
  return [
    formatTitle('What to try next'),
    formatLine('console', `${frameioUrl}/ in a browser`),
    formatLine('files', `${frameioUrl}/sandbox/files`),
    formatLine('comments', `curl ${authorization} ${account}/files/${file.id}/comments`),
    formatLine(
      'add a file',
      `curl -X POST ${frameioUrl}/sandbox/files -d '{"name":"Trailer.mov","file_size":1234567}'`,
    ),
    formatLine(
      'upload',
      `curl ${authorization} ${JSON_TYPE} ${folder}/files/local_upload -d '{"data":{"name":"Take 2.mov","file_size":5}}'`,
    ),
    formatLine(
      'upload part',
      `curl -X PUT -H 'x-amz-acl: private' -H 'Content-Type: video/quicktime' -d 12345 '<the url in upload_urls>'`,
    ),
    ...(action ? [formatLine('click', `curl -X POST ${quoteForShell(clickUrl(frameioUrl, action.key))}`)] : []),
    formatLine('clock', `curl -X POST ${frameioUrl}/sandbox/clock/advance -d '{"seconds":60}'`),
    formatLine('dead letters', `npm run dlq -- list ${sandboxOptions(statePath)}`),
    formatLine('again', 'r and Enter uploads the last file again'),
    formatLine('stop', 'Ctrl+C'),
  ].join('\n');
}

function clickUrl(frameioUrl: string, key: string): string {
  return `${frameioUrl}/sandbox/actions/${encodeURIComponent(key)}/click`;
}
