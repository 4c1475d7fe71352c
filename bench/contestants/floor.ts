/** Imports nothing and answers 200: what Lambda's Node costs before any of our code. */
export async function handler() {
  return { statusCode: 200 };
}
