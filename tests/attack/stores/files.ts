import type { Actor } from "#platform/actor.ts";
import * as storage from "#platform/storage.ts";
import { as, machine } from "#tests/support/tenant.ts";
import { Promises, type World } from "./world.ts";

const text = "text/plain";

/** S3 keys, and pre-signed URLs in the hands of the one they were made for. */
export async function files({ own, foreign }: World): Promise<string[]> {
  const promises = new Promises();
  const theirs = `uploads/${foreign.id}/secret`;
  await as(machine(foreign.id), () => storage.put(theirs, "only for its owners", text));
  await keys(promises, own.id, foreign.id, theirs);
  await urls(promises, own.id, theirs);
  const left = await as(machine(foreign.id), () => storage.get(theirs));
  promises.holds(
    "the other tenant's bytes are as they were",
    String(left && Buffer.from(left)) === "only for its owners",
  );
  return promises.broken;
}

async function keys(promises: Promises, own: string, foreign: string, theirs: string): Promise<void> {
  const strangers: Actor[] = [machine(own), { kind: "system", tenantId: null, name: "test" }, { kind: "public" }];
  const tricks = [
    theirs,
    `uploads/${own}/../${foreign}/secret`,
    `uploads/${own}/%2e%2e/${foreign}/secret`,
    `uploads/./${foreign}/secret`,
    `/${foreign}/secret`,
    `uploads//${own}/secret`,
    `uploads/${own}\u0000/../../${theirs}`,
    `${foreign}/${own}/../secret`,
    "",
  ];
  for (const actor of strangers)
    for (const key of tricks) {
      const verbs: Record<string, () => Promise<unknown>> = {
        put: () => storage.put(key, "overwritten", text),
        get: () => storage.get(key),
        size: () => storage.size(key),
        remove: () => storage.remove(key),
        upload: () => Promise.resolve().then(() => storage.uploadUrl(key, text, 3)),
        download: () => Promise.resolve().then(() => storage.downloadUrl(key, "secret.txt")),
      };
      for (const [verb, work] of Object.entries(verbs))
        await promises.refuses(`${verb} of the key ${JSON.stringify(key)} is refused to ${actor.kind}`, () =>
          as(actor, work),
        );
    }
}

async function urls(promises: Promises, own: string, theirs: string): Promise<void> {
  const key = `uploads/${own}/mine`;
  const [up, down] = await as(machine(own), async () => {
    await storage.put(key, "mine", text);
    return [await storage.uploadUrl(key, text, 4), await storage.downloadUrl(key, "mine.txt")] as const;
  });
  const send = async (url: string, method: string, body?: string, type = text) => {
    const init = body === undefined ? { method } : { method, body, headers: { "content-type": type } };
    return (await fetch(url, init)).status;
  };
  const swapped = (url: string) => url.replace(key, theirs);
  const tampered = (url: string) =>
    url.replace(/(X-Amz-Signature=)(.)/, (_, name: string, first: string) => name + (first === "0" ? "1" : "0"));
  const later = (url: string) => url.replace(/X-Amz-Expires=\d+/, "X-Amz-Expires=604800");
  promises.holds(
    "a URL works for what it was made for",
    (await send(up, "PUT", "mine")) === 200 && (await send(down, "GET")) === 200,
  );
  const refused: [string, Promise<number>][] = [
    ["a download URL does not open another tenant's key", send(swapped(down), "GET")],
    ["an upload URL does not write another tenant's key", send(swapped(up), "PUT", "evil")],
    ["an upload URL does not read", send(up, "GET")],
    ["an upload URL does not remove", send(up, "DELETE")],
    ["a download URL does not write", send(down, "PUT", "evil")],
    ["a download URL does not remove", send(down, "DELETE")],
    ["a download URL with another signature is refused", send(tampered(down), "GET")],
    ["an upload URL with another signature is refused", send(tampered(up), "PUT", "evil")],
    ["a URL cannot be made to last longer", send(later(down), "GET")],
    ["a URL does not list the bucket", send(down.replace(`/${key}`, "/"), "GET")],
    ["an upload URL takes no other number of bytes", send(up, "PUT", "much longer")],
    ["an upload URL takes no other type", send(up, "PUT", "mine", "text/html")],
    ["the bucket is closed without a signature", send(down.split("?")[0] ?? "", "GET")],
  ];
  for (const [promise, status] of refused) promises.holds(`${promise} (${await status})`, (await status) >= 400);
}
