import type { Operation } from '../operation.ts';
import { ACTIONS } from './actions.ts';
import { COMMENTS } from './comments.ts';
import { FILES } from './files.ts';
import { UPLOADS } from './uploads.ts';
import { USERS } from './users.ts';
import { VERSION_STACKS } from './version-stacks.ts';

/** Every operation that the sandbox implements. */
export const OPERATIONS: readonly Operation[] = [
  ...ACTIONS,
  ...COMMENTS,
  ...FILES,
  ...UPLOADS,
  ...USERS,
  ...VERSION_STACKS,
];
