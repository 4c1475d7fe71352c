import { isRecord } from '../core/type-guards.ts';
import type { Field } from './field.ts';
import type { Form } from './form.ts';
import type { Message } from './message.ts';

/** What a form function or a step of a wizard returns: a form, or a message that ends the interaction. */
export type Reply = Form | Message;

/** A reply as Frame.io receives it (Frame.io guide, Custom Actions). It is JSON. */
export type ReplyBody = {
  readonly title: string;
  readonly description: string;
  readonly fields?: readonly (Field & { readonly name: string })[];
};

/** Reports whether a user's function returned a form or a message. */
export function isReply(value: unknown): value is Reply {
  if (!isRecord(value) || typeof value.title !== 'string' || typeof value.description !== 'string') return false;
  return value.kind === 'message' || (value.kind === 'form' && isRecord(value.fields));
}

/** Returns the reply as Frame.io receives it. */
export function serializeReply(reply: Reply): ReplyBody {
  const { title, description } = reply;
  if (reply.kind === 'message') return { title, description };
  const fields = Object.entries(reply.fields).map(([name, field]) => ({ name, ...field }));
  return { title, description, fields };
}

/** Reports whether a user's handler returned a message. */
export function isMessage(value: unknown): value is Message {
  return isReply(value) && value.kind === 'message';
}
