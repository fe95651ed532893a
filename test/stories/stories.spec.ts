import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { setClock } from '../../src/db/clock.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { readStory, valueAt } from './story.ts';
import type { Expectation, Step } from './story.ts';

const folder = 'docs/stories';
const stories = readdirSync(folder)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => ({ name, story: readStory(readFileSync(`${folder}/${name}`, 'utf8')) }));

let server: TestServer;
beforeEach(async () => (server = await startServer()));
afterEach(() => server.close());

it.each(stories)('$name: $story.title', async ({ name, story }) => {
  await setClock(server.store.pool, new Date(story.start).toISOString());
  const kept = new Map<string, string>();
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (all, key: string) => kept.get(key) ?? all);
  for (const step of story.steps) {
    const at = `${folder}/${name}:${step.line}`;
    await take(step, at, fill, kept);
  }
});

async function take(step: Step, at: string, fill: (text: string) => string, kept: Map<string, string>): Promise<void> {
  switch (step.kind) {
    case 'clock': {
      const answer = await server.call('administrator', 'POST', '/api/dev/clock', { to: step.to });
      return expectStatus(answer.status, 200, at, await answer.text());
    }
    case 'facts': {
      const events = step.facts.map((line) => {
        const { type, time, data } = JSON.parse(fill(line)) as { type: string; time: string; data: object };
        return {
          specversion: '1.0',
          id: randomUUID(),
          source: 'story',
          type: `dk.dosisflow.${step.source}.${type}.v1`,
          time,
          data,
        };
      });
      const answer = await server.call('adapter', 'POST', '/api/integration/events', events);
      const text = await answer.text();
      expectStatus(answer.status, 200, at, text);
      const results = (JSON.parse(text) as { results: { result: string }[] }).results.map(({ result }) => result);
      if (results.some((result) => result !== 'accepted'))
        throw new Error(`${at}: expected every fact to be accepted, but got ${text}`);
      return;
    }
    case 'http': {
      const body = step.body ? (JSON.parse(fill(step.body)) as unknown) : undefined;
      const answer = await server.call(step.who, step.method, fill(step.path), body);
      const text = await answer.text();
      expectStatus(answer.status, step.status, at, text);
      const given: unknown = text ? JSON.parse(text) : undefined;
      for (const line of step.lines) meet(line, given, `${at} (line ${line.line})`, fill, kept);
    }
  }
}

function meet(
  line: Expectation,
  given: unknown,
  at: string,
  fill: (text: string) => string,
  kept: Map<string, string>,
): void {
  const value = valueAt(given, fill(line.path));
  if (line.kind === 'keep') {
    if (typeof value !== 'string')
      throw new Error(`${at}: expected a text at ${line.path}, but got ${JSON.stringify(given)}`);
    kept.set(line.name, value);
    return;
  }
  const wanted = JSON.parse(fill(line.json)) as unknown;
  const place = { at, path: line.path };
  if (line.kind === 'equals') expect({ ...place, value }).toEqual({ ...place, value: wanted });
  else if (typeof wanted === 'object' && wanted !== null && Array.isArray(value))
    expect({ ...place, value }).toEqual({
      ...place,
      value: expect.arrayContaining([expect.objectContaining(wanted)]) as unknown,
    });
  else if (typeof wanted === 'object')
    expect({ ...place, value }).toEqual({ ...place, value: expect.objectContaining(wanted as object) as unknown });
  else
    expect({ ...place, value: JSON.stringify(value) }).toEqual({
      ...place,
      value: expect.stringContaining(typeof wanted === 'string' ? wanted : JSON.stringify(wanted)) as unknown,
    });
}

function expectStatus(status: number, wanted: number, at: string, text: string): void {
  if (status !== wanted) throw new Error(`${at}: expected ${wanted}, but got ${status}: ${text}`);
}
