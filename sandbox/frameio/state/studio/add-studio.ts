import type { FrameioDatabase } from '../frameio-database.ts';
import { addContent } from './add-content.ts';
import { addPeople } from './add-people.ts';

/**
 * Adds a small film studio: people with their roles, and a workspace with two productions. None of it is in the default
 * project, where the sandbox uploads files. Emits no event.
 */
export function addStudio(database: FrameioDatabase): void {
  const people = addPeople(database);
  addContent(database, people);
}
