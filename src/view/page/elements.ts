/** What an element gets: attributes, and what a click does. Text only ever becomes text. */
interface Given {
  readonly [attribute: string]: string | number | boolean | undefined | (() => void);
}

/** Makes an element; children that are texts become text nodes, whatever is in them. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  given: Given = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  set(made, given);
  made.append(...children);
  return made;
}

function set(made: Element, given: Given): void {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value !== undefined && value !== false)
      made.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Makes an element of a drawing. */
export function drawn(tag: string, given: Given = {}, ...children: readonly (Node | string)[]): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  set(made, given);
  made.append(...children);
  return made;
}

/** Text of others, which keeps its own direction and does not turn that of the line around it. */
export const foreign = (text: string) => element('bdi', {}, text);
