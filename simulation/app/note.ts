import { type ActionContext, type JobContext, job, type Message, message } from 'frameio-lambda';
import { postOnce } from './post-once.ts';

/** The comment of the job. */
export const NOTE_COMMENT = 'Somebody clicked.';

/** Title of the dialog after a click that has or will have its effect. */
export const NOTE_DIALOG = 'Noted';

/** Posts a comment on a file. */
export const note = job('note', { accountId: 'string', resourceId: 'string' });

/** Enqueues the job for the file that somebody clicked. */
export async function clickNote({ action, enqueue }: ActionContext): Promise<Message> {
  await enqueue(note, { accountId: action.accountId, resourceId: action.resourceId });
  return message(NOTE_DIALOG, 'The comment follows.');
}

/** Runs the job. */
export async function postNote(context: JobContext<ReturnType<typeof note.parse>>): Promise<void> {
  await postOnce(context.payload, context, NOTE_COMMENT);
}
