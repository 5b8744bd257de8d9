/** An MP4 that says of itself that it has 1080 to 1920 points and so many seconds; it shows nothing. */
export function videoOf(name: string, seconds: number): Buffer {
  const scale = 1_000;
  const duration = seconds * scale;
  const matrix = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
  const header = box(
    "mvhd",
    words([0, 0, 0, scale, duration, 0x10000, 0x01000000, 0, 0, ...matrix, 0, 0, 0, 0, 0, 0, 2]),
  );
  const track = box("tkhd", words([7, 0, 0, 1, 0, duration, 0, 0, 0, 0, ...matrix, 1080 * 0x10000, 1920 * 0x10000]));
  return Buffer.concat([
    box("ftyp", Buffer.from("isom\0\0\x02\0isomiso2mp41", "latin1")),
    box("moov", Buffer.concat([header, box("trak", track)])),
    box("mdat", Buffer.from(name)),
  ]);
}

function box(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
}

function words(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => {
    buffer.writeUInt32BE(value, at * 4);
  });
  return buffer;
}
