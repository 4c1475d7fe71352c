import { FrameioClient } from 'frameio-lambda/client';

/** Returns the name of the token's user. */
export async function ownName(token: string): Promise<string | null | undefined> {
  const { data } = await new FrameioClient({ token }).users.show();
  return data.name;
}
