/** Frame.io's objects, under the names of its API reference: `Frameio.File`, `Frameio.Comment`. */
export type * from './resources/assets.ts';
export type * from './resources/collections.ts';
export type * from './resources/comments.ts';
export type * from './resources/field-definitions.ts';
export type * from './resources/files.ts';
export type * from './resources/folders.ts';
export type * from './resources/metadata.ts';
export type * from './resources/metadata-fields.ts';
export type * from './resources/projects.ts';
export type * from './resources/search.ts';
export type * from './resources/search-matches.ts';
export type * from './resources/shares.ts';
export type * from './resources/users.ts';
export type * from './resources/version-stacks.ts';
