const text = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString("latin1");
const kinds = [
  { mime: "image/png", extension: "png", begins: (bytes: Uint8Array) => text(bytes, 1, 4) === "PNG" },
  { mime: "image/jpeg", extension: "jpg", begins: (bytes: Uint8Array) => text(bytes, 0, 3) === "\xff\xd8\xff" },
  {
    ...{ mime: "image/webp", extension: "webp" },
    begins: (bytes: Uint8Array) => text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 12) === "WEBP",
  },
] as const;

/** What kind of picture bytes are, whatever they are said to be; undefined for what is none that browsers draw. */
export function pictureKind(bytes: Uint8Array): { mime: string; extension: string } | undefined {
  return kinds.find(({ begins }) => begins(bytes));
}
