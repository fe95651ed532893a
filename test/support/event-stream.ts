/** What a page hears of the stream of events, read as far as a test asks. */
export class EventStream {
  /** The cases named so far. */
  readonly cases = new Set<string>();
  /** All cases may have moved. */
  all = false;
  /** The id of the event heard last. */
  last = '';
  /** Everything heard, as it came. */
  heard = '';
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';

  private constructor({ body }: Response) {
    if (!body) throw new Error('Expected a stream, but got an answer without a body');
    this.#reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  }

  /** Resolved when the stream has said where it begins. */
  static async of(answer: Response): Promise<EventStream> {
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const stream = new EventStream(answer);
    await stream.until(() => stream.last !== '');
    return stream;
  }

  /** Reads on for as long as it takes: which look of the server an event comes with is not known beforehand. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      const { value, done } = await this.#reader.read();
      if (done) throw new Error('Expected to hear more, but the stream has ended');
      const text = this.#decoder.decode(value, { stream: true });
      this.heard += text;
      this.#text += text;
      const events = this.#text.split('\n\n');
      this.#text = events.pop() ?? '';
      for (const event of events) this.#hear(event);
    }
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }

  #hear(event: string): void {
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (!data) return;
    const { cases, all } = JSON.parse(data) as { cases: string[]; all: boolean };
    for (const id of cases) this.cases.add(id);
    this.all ||= all;
    this.last = /^id: (.*)$/m.exec(event)?.[1] ?? '';
  }
}
