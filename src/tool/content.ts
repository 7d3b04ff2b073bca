/** What stands at an address: text, or bytes in Base64. */
export type ResourceContents = TextContents | BlobContents;

interface TextContents {
  readonly uri: string;
  readonly mimeType: string;
  readonly text: string;
}

interface BlobContents {
  readonly uri: string;
  readonly mimeType: string;
  readonly blob: string;
}

/** One piece of what an agent reads; image and sound are Base64. */
export type Content =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string }
  | { readonly type: 'resource'; readonly resource: ResourceContents };
