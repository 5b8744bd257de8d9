import type { FoundBrand } from "#schema/onboarding.ts";

export const colourRoles = ["primary", "secondary", "accent", "background", "text"] as const;
export const fontRoles = ["heading", "body"] as const;

export interface AssetValues extends Record<string, unknown> {
  colours: { role: string; hex: string }[];
  fonts: { role: string; family: string }[];
  imageStyle: string;
  avoid: string;
}

/** What the step begins with: what was saved before, else what is known of the brand. */
export function assetValues(stored: Record<string, unknown>, { assets }: FoundBrand): AssetValues {
  const of = (kind: string) => assets.filter((asset) => asset.kind === kind);
  const known = (role: string, roles: readonly string[]) => (roles.includes(role) ? role : (roles.at(-1) ?? role));
  return {
    colours: of("color")
      .slice(0, 8)
      .map(({ label, value }) => ({ role: known(label, colourRoles), hex: value ?? "" })),
    fonts: of("font")
      .slice(0, 4)
      .map(({ label, value }) => ({ role: known(label, fontRoles), family: value ?? "" })),
    imageStyle: of("guideline").find(({ label }) => label === "Image style")?.value ?? "",
    avoid: of("guideline").find(({ label }) => label === "Avoid")?.value ?? "",
    ...stored,
  };
}

/** The step's values as the API takes them. */
export function assetInput({ colours, fonts, imageStyle, avoid }: AssetValues): object {
  return {
    colours: colours.map(({ role, hex }) => ({ role, hex: hex.toLowerCase() })),
    fonts: fonts.filter(({ family }) => family.trim() !== ""),
    imageStyle,
    avoid,
  };
}
