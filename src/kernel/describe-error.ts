export interface ErrorDescription {
  name: string;
  code?: string;
  frames: string[];
}

/** An error for the log: what and where, without its message, which may quote a request or a row. */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, ...code, frames: frames.map((line) => line.trim()) };
}
