/** A page of a listing: keys and common prefixes in order, and where the next page starts. */
export interface KeyPage {
  keys: string[];
  prefixes: string[];
  next: string | undefined;
}

/** The keys of a bucket in order, so that a page costs what it shows and not what the bucket holds. */
export class KeyList {
  #keys: string[] = [];
  #sorted = true;

  add(key: string): void {
    const last = this.#keys.at(-1);
    if (last !== undefined && key < last) this.#sorted = false;
    this.#keys.push(key);
  }

  remove(key: string): void {
    const at = this.#from(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  /** Up to `max` keys and prefixes after `after` (exclusive); keys that share the part up to the delimiter count as one prefix. */
  page(prefix: string, delimiter: string, after: string, max: number): KeyPage {
    const page: KeyPage = { keys: [], prefixes: [], next: undefined };
    let at = this.#from(after > prefix ? after : prefix);
    if (this.#keys[at] === after) at++;
    let last = after;
    while (at < this.#keys.length) {
      const key = this.#keys[at] ?? "";
      if (!key.startsWith(prefix)) break;
      const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      const common = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
      if (common !== undefined && after.startsWith(common)) {
        at = this.#past(common);
        continue;
      }
      if (page.keys.length + page.prefixes.length >= max) {
        page.next = last;
        break;
      }
      if (common === undefined) {
        page.keys.push(key);
        at++;
      } else {
        page.prefixes.push(common);
        at = this.#past(common);
      }
      last = common ?? key;
    }
    return page;
  }

  #past(prefix: string): number {
    return this.#from(`${prefix}\uffff`);
  }

  #from(key: string): number {
    if (!this.#sorted) {
      this.#keys.sort((a, b) => (a < b ? -1 : 1));
      this.#sorted = true;
    }
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? "") < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
