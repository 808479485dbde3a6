import got from "got";

export async function preview(link: string): Promise<string> {
  const { body } = await got(link); // expect: ssrf
  return /<title>([^<]*)/.exec(body)?.[1] ?? link;
}
