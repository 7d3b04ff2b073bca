import { type PageFacts, page, pagePolicy } from './page.ts';
import type { Arrival } from './request-info.ts';

/** The page at `/`, with this server's address as the reader reached it; undefined for any other address. */
export function servePage(facts: Omit<PageFacts, 'url'>): (arrival: Arrival) => Response | undefined {
  return ({ path, host, secure }) => {
    if (path !== '/') return undefined;
    const url = `${secure ? 'https' : 'http'}://${host}/mcp`;
    return new Response(page({ ...facts, url }), {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': pagePolicy,
        'cache-control': 'no-store',
      },
    });
  };
}
