import { generateKeyPairSync, sign } from "node:crypto";

/** A key with a certificate that vouches for itself, both as PEM. */
export interface SelfSigned {
  key: string;
  cert: string;
}

const oid = {
  commonName: "550403",
  subjectAltName: "551d11",
  basicConstraints: "551d13",
  ecdsaWithSha256: "2a8648ce3d040302",
} as const;

/** Makes a certificate for a host name, valid for a day. */
export function selfSigned(host: string): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(identifier(oid.ecdsaWithSha256));
  const name = sequence(set(sequence(identifier(oid.commonName), der(0x0c, Buffer.from(host)))));
  const extension = (id: string, value: Buffer): Buffer => sequence(identifier(id), der(0x04, value));
  const extensions = sequence(
    extension(oid.basicConstraints, sequence(der(0x01, Buffer.from([0xff])))),
    extension(oid.subjectAltName, sequence(der(0x82, Buffer.from(host)))),
  );
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(time(Date.now() - 3_600_000), time(Date.now() + 86_400_000)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, extensions),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign("sha256", content, privateKey)]);
  const whole = sequence(content, algorithm, der(0x03, signature)).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${whole.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}

/** One value of ASN.1 in its distinguished encoding. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const long = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...long]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const set = (...parts: Buffer[]): Buffer => der(0x31, Buffer.concat(parts));
const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
const time = (ms: number): Buffer =>
  der(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, "").slice(0, 14)}Z`));
