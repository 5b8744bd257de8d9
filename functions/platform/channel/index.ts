import { businessProfileChannel } from "./business-profile.ts";
import { facebookChannel } from "./facebook.ts";
import { googleAdsChannel } from "./google-ads.ts";
import { instagramChannel } from "./instagram.ts";
import { linkedinChannel } from "./linkedin.ts";
import { linkedinAdsChannel } from "./linkedin-ads.ts";
import { metaAdsChannel } from "./meta-ads.ts";
import { reviewReplies } from "./reviews.ts";
import type {
  AdsPayload,
  ChannelAdapter,
  LocalPostPayload,
  Sender,
  SiteAdapter,
  SocialPayload,
  Titled,
  TokenAccount,
  WordpressAccount,
} from "./types.ts";
import { type WordpressOptions, wordpressChannel } from "./wordpress.ts";

export * from "./types.ts";

/** The adapter of a WordPress site. Opening makes no request. */
export function openChannel(_type: "wordpress", account: WordpressAccount, options?: WordpressOptions): SiteAdapter {
  return wordpressChannel(account, options);
}

/** What each type of account that is signed in to with a token takes. */
interface Payloads {
  facebook: SocialPayload;
  instagram: SocialPayload;
  linkedin: SocialPayload;
  google_business_profile: LocalPostPayload;
  google_ads: AdsPayload;
  meta_ads: AdsPayload;
  linkedin_ads: AdsPayload;
}
export type AccountType = keyof Payloads;

const open: { [T in AccountType]: (account: TokenAccount) => ChannelAdapter<Payloads[T]> } = {
  facebook: facebookChannel,
  instagram: instagramChannel,
  linkedin: linkedinChannel,
  google_business_profile: businessProfileChannel,
  google_ads: googleAdsChannel,
  meta_ads: metaAdsChannel,
  linkedin_ads: linkedinAdsChannel,
};

/** The adapter of an account that is signed in to with a token. Opening makes no request. */
export function openAccount<T extends AccountType>(type: T, account: TokenAccount): ChannelAdapter<Payloads[T]> {
  return open[type](account);
}

/** Whether accounts of the type are published to with a token. */
export function isAccount(type: string): type is AccountType {
  return type in open;
}

/** What goes to an account beside posts: answers under its reviews. */
export type Purpose = "replies";

const others: Record<Purpose, Record<string, (account: TokenAccount) => unknown>> = {
  replies: { google_business_profile: reviewReplies },
};

/** The sender of what is no post, or undefined where accounts of the type take none of it. */
export function openFor(purpose: Purpose, type: string, account: TokenAccount): Sender<Titled> | undefined {
  // An attempt's payload was made for its purpose and the type of its account.
  return others[purpose][type]?.(account) as Sender<Titled> | undefined;
}
