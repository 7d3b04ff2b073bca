/** Digits without the signs that group them: in threes, or as in India (`3,00,000`); undefined if the groups are neither. */
function ungrouped(digits: string, sign: string): string | undefined {
  const groups = digits.split(sign);
  const [first = '', ...others] = groups;
  const last = others.at(-1);
  if (last === undefined) return digits;
  const inThrees = first.length <= 3 && others.every((group) => group.length === 3);
  const indian =
    first.length <= 2 && last.length === 3 && others.slice(0, -1).every((group) => group.length === 2);
  return first !== '' && (inThrees || indian) ? groups.join('') : undefined;
}

/**
 * The number that digits and their signs stand for, written with a point: `1,500.00`, `1.500,00`, `1 500`, `1'500`, `1,5`. Undefined
 * if they stand for none, or if two readings are as likely (`1.500`).
 *
 * @param scaled true if `k` or `m` follows: a single group of three may then be decimals as well
 */
export function decimalOf(text: string, scaled = false): number | undefined {
  if (/^\d+(?:\.\d+)?e\+?\d{1,2}$/i.test(text)) return Number(text);
  const signs = [...new Set(text.replace(/\d/g, '').replace(/\s/gu, ' ').replaceAll('’', "'"))];
  const plain = text.replace(/\s/gu, ' ').replaceAll('’', "'");
  const [first, second, third] = signs;
  if (first === undefined) return Number(plain);
  if (third !== undefined) return undefined;
  if (second !== undefined) {
    const [whole = '', decimals, more] = plain.split(second);
    const isDecimal = second === '.' || second === ',';
    const digits = isDecimal && more === undefined ? ungrouped(whole, first) : undefined;
    return digits === undefined ? undefined : Number(`${digits}.${decimals}`);
  }
  const [whole = '', decimals = '', more] = plain.split(first);
  if (more !== undefined || (first !== '.' && first !== ',')) {
    const digits = ungrouped(plain, first);
    return digits === undefined ? undefined : Number(digits);
  }
  const isGroup = decimals.length === 3 && whole.length <= 3 && !/^0/.test(whole);
  const isOdd = first === ',' && decimals.length === 3 && whole.startsWith('0');
  if (!isGroup) return isOdd ? undefined : Number(`${whole}.${decimals}`);
  // In English, `1,500` is a whole number; `1.500`, or `1,500k`, can be meant either way.
  return first === ',' && !scaled ? Number(`${whole}${decimals}`) : undefined;
}
