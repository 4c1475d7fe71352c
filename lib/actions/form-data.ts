import type { ReplyData } from './reply-data.ts';
import type { Wizard } from './wizard.ts';

/**
 * The data that the user submits with a form, with the form that a function returns, or with all steps of a wizard:
 * `FormData<typeof archiveForm>`.
 */
export type FormData<Source> = Source extends Wizard<infer Data, infer _Context> ? Data : ReplyData<Source>;
