import type { ActionOutcome, SentAction } from '../frameio/actions/action-interactions.ts';
import type { ActionReply } from '../frameio/actions/action-reply.ts';
import { escapeControls, toLine } from './escape-controls.ts';
import { formatLine, paint } from './lines.ts';

/** Maximum length of a text of the app. */
const MAX_TEXT_LENGTH = 200;

/** The part of a click or a submission that the terminal shows. */
type ShownAction = Pick<SentAction, 'step' | 'actionKey' | 'interactionId' | 'resources' | 'signature'>;

/** Formats a click or a submission: `studio.archive on file 1234abcd…, signed v0=…`. */
export function formatSentAction({ step, actionKey, interactionId, resources, signature }: ShownAction): string {
  const [resource] = resources;
  const single = resource ? `${resource.type} ${resource.id.slice(0, 8)}…` : 'nothing';
  const about = {
    click: `on ${resources.length === 1 ? single : `${resources.length} resources`}, interaction ${interactionId}`,
    submission: `of interaction ${interactionId}`,
  };
  const text = `${escapeControls(`${actionKey} ${about[step]}`)}, signed ${signature.slice(0, 15)}…`;
  return formatLine(step === 'click' ? 'click' : 'submit', text);
}

/** Formats the reply to a click or a submission: `message after 12 ms  “Archiving”: You will find …`. */
export function formatRepliedAction({ attempts, reply }: ActionOutcome): string {
  const ms = attempts.reduce((total, { durationMs }) => total + durationMs, 0);
  const time = attempts.length === 1 ? `${ms} ms` : `${attempts.length} attempts in ${ms} ms`;
  const content = contentOf(reply);
  const text = `${reply.kind} after ${time}${content && `  ${toLine(content, MAX_TEXT_LENGTH)}`}`;
  return formatLine('reply', reply.kind === 'error' ? paint('red', text) : text);
}

function contentOf(reply: ActionReply): string {
  switch (reply.kind) {
    case 'message':
      return `“${reply.title}”: ${reply.description}`;
    case 'form':
      // If values were wrong, the first line of the description says which.
      return `“${reply.title}”: ${firstLine(reply.description)} Fields: ${reply.fields.map(({ name }) => name).join(', ')}`;
    case 'none':
      return '';
    case 'error':
      return reply.reason;
  }
}

function firstLine(text: string): string {
  const [line = ''] = text.trimStart().split('\n');
  return line;
}
