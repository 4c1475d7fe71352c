import type { FrameioDatabase } from '../frameio-database.ts';
import { addContent } from './add-content.ts';
import { addPeople } from './add-people.ts';
import { addReview } from './add-review.ts';

/**
 * Adds a small film studio: people with their roles, and a workspace with two productions and their review. None of it is in the default
 * project, where the sandbox uploads files. Emits no event.
 */
export function addStudio(database: FrameioDatabase): void {
  const people = addPeople(database);
  addReview(database, people, addContent(database, people));
}
