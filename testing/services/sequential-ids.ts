/**
 * Returns a function that returns UUIDs in a fixed order. So every test has the same account and users, and an app that
 * remembers its user from one test is right in the next.
 */
export function sequentialIds(): () => string {
  let number = 0;
  return () => {
    number += 1;
    return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
  };
}
