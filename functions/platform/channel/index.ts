import type { ChannelAdapter, WordpressAccount } from "./types.ts";
import { type WordpressOptions, wordpressChannel } from "./wordpress.ts";

export * from "./types.ts";

/** The adapter of a connected account. Opening makes no request. */
export function openChannel(_type: "wordpress", account: WordpressAccount, options?: WordpressOptions): ChannelAdapter {
  return wordpressChannel(account, options);
}
