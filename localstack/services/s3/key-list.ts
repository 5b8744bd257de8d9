/** A name of a listing: a key, or what keys have in common up to the delimiter. */
export interface Listed {
  name: string;
  isPrefix: boolean;
}

/** A page of a listing in order, and whether more follows. */
export interface KeyPage {
  entries: Listed[];
  truncated: boolean;
}

/** What a page is asked for. `after` is exclusive; a key hidden by `visible` is passed over. */
export interface PageRequest {
  prefix: string;
  delimiter: string;
  after: string;
  max: number;
  visible?: (key: string) => boolean;
}

/** Keys in the order of their UTF-8 bytes, so that a page costs what it shows and not what the bucket holds. */
export class KeyList {
  #keys: string[] = [];
  #sorted = true;

  add(key: string): void {
    const last = this.#keys.at(-1);
    if (last !== undefined && compareKeys(key, last) < 0) this.#sorted = false;
    this.#keys.push(key);
  }

  remove(key: string): void {
    const at = this.#first((other) => compareKeys(other, key) >= 0);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  /** Up to `max` keys and prefixes; keys that share the part up to the delimiter count as one prefix. */
  page({ prefix, delimiter, after, max, visible = () => true }: PageRequest): KeyPage {
    const entries: Listed[] = [];
    const start = compareKeys(after, prefix) > 0 ? after : prefix;
    let at = this.#first((key) => (start === after ? compareKeys(key, after) > 0 : compareKeys(key, start) >= 0));
    for (let key = this.#keys[at]; key?.startsWith(prefix); key = this.#keys[at]) {
      const common = commonPrefix(key, prefix, delimiter);
      const isPassed = common !== undefined && after.startsWith(common);
      if (!isPassed && visible(key)) {
        if (entries.length >= max) return { entries, truncated: true };
        entries.push({ name: common ?? key, isPrefix: common !== undefined });
        at = common === undefined ? at + 1 : this.#past(common);
      } else at = isPassed ? this.#past(common) : at + 1;
    }
    return { entries, truncated: false };
  }

  #past(prefix: string): number {
    return this.#first((key) => compareKeys(key, prefix) > 0 && !key.startsWith(prefix));
  }

  /** The place of the first key for which `holds`, which must hold for every key after it. */
  #first(holds: (key: string) => boolean): number {
    if (!this.#sorted) {
      this.#keys.sort(compareKeys);
      this.#sorted = true;
    }
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#keys[middle] ?? "")) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The part of a key up to the first delimiter after the prefix; undefined when there is none. */
function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
  return cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
}

/** Orders two keys as their UTF-8 bytes do, which differs from the order of UTF-16 units above U+FFFF. */
export function compareKeys(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at++) {
    const [a, b] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Moves surrogates behind all other units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
