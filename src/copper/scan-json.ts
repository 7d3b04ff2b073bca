/** Values, and levels of them, that no reply of Copper comes near; parsing more of them could block everybody for seconds. */
const maxValues = 1_000_000;
const maxDepth = 100;

/** Where a whole number begins and ends, in bytes. */
type NumberPlace = readonly [start: number, end: number];

const isDigit = (byte = 0) => byte >= 0x30 && byte <= 0x39;
const isOneOf = (signs: string, byte: number | undefined) =>
  byte !== undefined && signs.includes(String.fromCharCode(byte));

/** The end of the digits from `start` on, and whether they are a whole number that a number of JavaScript would round. */
function readDigits(json: Uint8Array, start: number): { readonly end: number; readonly rounded: boolean } {
  let end = start;
  while (isDigit(json[end])) end++;
  if (end - start < 16 || isOneOf('.eE', json[end])) return { end, rounded: false };
  const before = isOneOf('+-', json[start - 1]) ? json[start - 2] : json[start - 1];
  const digits = String.fromCharCode(...json.subarray(start, Math.min(end, start + 20)));
  return { end, rounded: !isOneOf('.eE', before) && !Number.isSafeInteger(Number(digits)) };
}

/**
 * Looks at what stands outside of texts before anything is made of it: whether there are more values, or more lists within lists, than
 * any reply has; and whole numbers that JavaScript would round, such as ids of 19 digits.
 */
export function scanJson(json: Uint8Array): 'too much' | readonly NumberPlace[] {
  const numbers: NumberPlace[] = [];
  let depth = 0;
  let values = 1;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === 0x22) {
      for (at++; at < json.length && json[at] !== 0x22; at++) if (json[at] === 0x5c) at++;
    } else if (byte === 0x5b || byte === 0x7b) {
      values++;
      depth++;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
    else if (byte === 0x2c) values++;
    else if (isDigit(byte)) {
      const { end, rounded } = readDigits(json, at);
      if (rounded) numbers.push([at, end]);
      at = end - 1;
    }
    if (values > maxValues || depth > maxDepth) return 'too much';
  }
  return numbers;
}

/** The text with these numbers in quotes, with their sign: rounded, an id would be that of another record. */
export function withQuotes(json: Uint8Array, numbers: readonly NumberPlace[]): string {
  const decoder = new TextDecoder();
  let done = 0;
  const parts = numbers.map(([digits, end]) => {
    const start = json[digits - 1] === 0x2d ? digits - 1 : digits;
    const before = decoder.decode(json.subarray(done, start));
    done = end;
    return `${before}"${decoder.decode(json.subarray(start, end))}"`;
  });
  return parts.join('') + decoder.decode(json.subarray(done));
}
