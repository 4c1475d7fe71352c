import type { HandlerContext } from '../dispatch/handler-context.ts';

/** What a function of a wizard receives in every app with the default client. */
export type FormContext = Pick<HandlerContext, 'client' | 'logger' | 'signal'>;
