import type { ActionContext } from './action-context.ts';

/** What a function of a wizard receives in every app with the default client. */
export type FormContext = Pick<ActionContext, 'action' | 'client' | 'logger' | 'signal'>;
