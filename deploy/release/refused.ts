/** Why nothing is released: one sentence for the person who releases. */
export class ReleaseRefused extends Error {
  override readonly name = 'ReleaseRefused';
}
