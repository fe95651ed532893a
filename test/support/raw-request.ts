import { request } from 'node:http';

/** A request exactly as given: `fetch` would tidy its path and choose its Host. */
export function rawRequest(
  address: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(address);
  return new Promise((answered, failed) => {
    const call = request({ hostname, port, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('end', () => answered({ status: response.statusCode ?? 0, body }));
    });
    call.on('error', failed);
    call.end();
  });
}
