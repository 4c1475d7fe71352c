/** Imports nothing and answers 200: the cost of Node.js itself. */
export async function handler() {
  return { statusCode: 200 };
}
