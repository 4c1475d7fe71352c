/**
 * What goes wrong with a call to the API. A status is the answer in place of doing what is asked. `hang` and `reset` do
 * nothing and never answer, or cut the connection; `hang_when_done` and `reset_when_done` do so after it is done. The others
 * do it and answer something else, later, or cut the connection and do it later.
 */
export type ApiFault =
  | number
  | 'hang'
  | 'reset'
  | 'hang_when_done'
  | 'reset_when_done'
  | { readonly statusWhenDone: number }
  | { readonly delayMs: number }
  | { readonly resetThenDoneMs: number };

/** How a fault changes the course of a call. */
export interface ApiCourse {
  /** Whether the connection is cut before anything is done. */
  readonly isCut: boolean;
  /** How long it takes until anything is done, in ms. */
  readonly delayMs: number;
  readonly isDone: boolean;
  /** What is answered: the truth, a status, nothing, or the connection is cut. */
  readonly answer: 'truth' | number | 'nothing' | 'cut';
}

/** The course of a call with this fault. */
export function courseOf(fault: ApiFault | undefined): ApiCourse {
  const usual = { isCut: false, delayMs: 0, isDone: true, answer: 'truth' } as const;
  if (fault === undefined) return usual;
  if (typeof fault === 'number') return { ...usual, isDone: false, answer: fault };
  if (fault === 'hang') return { ...usual, isDone: false, answer: 'nothing' };
  if (fault === 'reset') return { ...usual, isDone: false, answer: 'cut' };
  if (fault === 'hang_when_done') return { ...usual, answer: 'nothing' };
  if (fault === 'reset_when_done') return { ...usual, answer: 'cut' };
  if ('statusWhenDone' in fault) return { ...usual, answer: fault.statusWhenDone };
  if ('delayMs' in fault) return { ...usual, delayMs: fault.delayMs };
  return { ...usual, isCut: true, delayMs: fault.resetThenDoneMs, answer: 'nothing' };
}
