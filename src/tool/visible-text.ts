/**
 * What nobody sees: control characters but for tabs and line ends, format characters, and whatever Unicode lets programs ignore
 * (Default_Ignorable_Code_Point): zero-width, bidirectional, fillers, "tag" letters, variation selectors. Of these only the groups are
 * kept, which real words and emoji need: one joiner between letters of scripts that join them, or between two emoji; one selector
 * behind an emoji or in a keycap.
 */
const unseen =
  /((?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}])[\u200c\u200d](?=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}])|(?<=\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]|(?<=[\d#*])\ufe0f(?=\u20e3))|(?![\t\n\r])\p{Cc}|\p{Cf}|\p{DI}/gu;

/** The text without what nobody sees, in which a message for agents could be hidden. */
export const withoutUnseen = (text: string): string => text.replace(unseen, '$1');

/** Control characters but for tabs and line ends, and what turns the direction of text or ends a line in some programs only. */
const moving = /(?![\t\n]|\r\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** True for the colour of a line of ours, such as `ESC[31m`: it can do no harm, whoever wrote it. */
const isColour = (text: string, at: number) =>
  text.charCodeAt(at) === 0x1b && /^\[\d{1,2}m/.test(text.slice(at + 1, at + 5));

/** The text for a terminal or a log: what would move its cursor or turn its direction is shown as an escape. */
export const escapedUnseen = (text: string): string =>
  text.replace(moving, (sign, at: number) =>
    isColour(text, at) ? sign : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
