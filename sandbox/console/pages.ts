/** The pages of the console, by their path. */
export const PAGES = {
  '/deliveries': 'Deliveries',
  '/studio': 'Studio',
  '/queue': 'Queue',
  '/failures': 'Failures',
} as const;

/** Path of a page. */
export type PagePath = keyof typeof PAGES;

/** Whether a page has this path. */
export function isPagePath(path: string): path is PagePath {
  return Object.hasOwn(PAGES, path);
}
