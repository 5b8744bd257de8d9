const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const endOfCentral = 0x06054b50;

/**
 * Sets the time stamp of every entry of a ZIP archive to 1 January 1980, in place, so that equal content gives equal bytes.
 * The layout is that of the ZIP specification (PKWARE APPNOTE 4.3); ZIP64 and archive comments are not handled.
 * @throws if the bytes do not end in a central directory
 */
export function fixZipTimes(zip: Buffer): Buffer {
  const end = zip.length - 22;
  if (end < 0 || zip.readUInt32LE(end) !== endOfCentral) throw new Error("The bytes are not a plain ZIP archive.");
  const entries = zip.readUInt16LE(end + 10);
  let central = zip.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries; entry += 1) {
    if (zip.readUInt32LE(central) !== centralHeader) throw new Error(`ZIP entry ${entry} has no central header.`);
    const local = zip.readUInt32LE(central + 42);
    if (zip.readUInt32LE(local) !== localHeader) throw new Error(`ZIP entry ${entry} has no local header.`);
    stamp(zip, central + 12);
    stamp(zip, local + 10);
    const variable = zip.readUInt16LE(central + 28) + zip.readUInt16LE(central + 30) + zip.readUInt16LE(central + 32);
    central += 46 + variable;
  }
  return zip;
}

function stamp(zip: Buffer, offset: number): void {
  zip.writeUInt16LE(0, offset);
  zip.writeUInt16LE(0x0021, offset + 2);
}
