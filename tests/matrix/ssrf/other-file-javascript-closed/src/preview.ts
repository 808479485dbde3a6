import got from "got";
import { assertPublic } from "./guard.js";

export async function preview(link: string): Promise<string> {
  await assertPublic(link);
  const { body } = await got(link, { followRedirect: false });
  return /<title>([^<]*)/.exec(body)?.[1] ?? link;
}
