import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inOrder } from '../src/integration/hospital-notification/in-order.ts';
import { receive } from '../src/integration/hospital-notification/receive.ts';
import type { HospitalNotification } from '../src/integration/hospital-notification/translate.ts';
import { readConfig } from '../src/config.ts';
import { messageOf } from '../src/kernel/faults.ts';
import { connect } from './replay/connect.ts';
import type { Server } from './replay/connect.ts';

const usage = `npm run replay -- FOLDER [--no-open] [--digest]

Plays every hospital notification of a folder (.json, .xml) in order of occurrence against the running server, at
DOSISFLOW_URL or http://127.0.0.1:PORT, with tokens of the development issuer, or DOSISFLOW_ADAPTER_TOKEN and
DOSISFLOW_NURSE_TOKEN. An active case is opened first for each citizen; --no-open leaves that out.
--digest ends with one line that is the same whenever the messages have had the same effect, however often they were sent.
`;

interface Item {
  file: string;
  body: Buffer;
  contentType: string;
  notification: HospitalNotification | undefined;
}

/** What one message came to, in words that hold no id. */
interface Played {
  file: string;
  acknowledgement: string;
  /** The case of the stay; undefined where the message reached none. */
  stay: string | undefined;
  citizenCase: string | undefined;
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const folder = args.find((arg) => !arg.startsWith('--'));
  const unknown = args.filter((arg) => arg.startsWith('--') && !['--no-open', '--digest'].includes(arg));
  if (!folder || unknown.length > 0) {
    process.stderr.write(usage);
    process.exit(2);
  }
  const {
    DOSISFLOW_URL: address,
    DOSISFLOW_ADAPTER_TOKEN: adapter,
    DOSISFLOW_NURSE_TOKEN: nurse,
    ...env
  } = process.env;
  const server = await connect(readConfig(env), { address, adapter, nurse });
  const items = await readFolder(folder);
  if (items.length === 0) throw new Error(`Expected messages (.json or .xml) in ${folder}, but there are none`);
  if (!args.includes('--no-open')) await openCases(server, items);
  const played: Played[] = [];
  const wide = Math.max(...items.map(({ file }) => file.length));
  for (const [index, item] of items.entries()) {
    const one = await play(server, item);
    played.push(one);
    const stay = one.stay ? await server.stateOf(one.stay) : 'no case';
    const setting = one.citizenCase ? await server.careSettingOf(one.citizenCase) : '–';
    const columns = [
      `${index + 1}/${items.length}`.padStart(7),
      item.file.padEnd(wide),
      (item.notification?.code ?? '?').padEnd(8),
      one.acknowledgement.padEnd(15),
      stay.padEnd(28),
      setting,
    ];
    process.stdout.write(`${columns.join('  ')}\n`);
  }
  if (args.includes('--digest')) process.stdout.write(`digest ${await digest(server, played)}\n`);
}

/** The messages as they happened; what cannot be read comes last, for its answer is worth seeing too. */
async function readFolder(folder: string): Promise<Item[]> {
  const names = (await readdir(folder))
    .filter((name) => /\.(json|xml)$/.test(name))
    .toSorted((a, b) => (a < b ? -1 : 1));
  const items = await Promise.all(
    names.map(async (name): Promise<Item> => {
      const body = await readFile(join(folder, name));
      const contentType = name.endsWith('.xml') ? 'application/fhir+xml' : 'application/fhir+json';
      const received = receive(body, contentType);
      return {
        file: basename(name),
        body,
        contentType,
        notification: received.kind === 'notification' ? received.notification : undefined,
      };
    }),
  );
  const readable = items.flatMap((item) => (item.notification ? [{ ...item.notification, item }] : []));
  return [...inOrder(readable).map(({ item }) => item), ...items.filter(({ notification }) => !notification)];
}

async function openCases(server: Server, items: readonly Item[]): Promise<void> {
  const citizens = new Map(
    items.flatMap(({ notification }) => (notification ? [[notification.cpr, notification]] : [])),
  );
  let opened = 0;
  for (const [cpr, { name }] of citizens) if (await server.openCase(cpr, name)) opened += 1;
  process.stderr.write(`${opened} case(s) opened, ${citizens.size - opened} open already\n`);
}

async function play(server: Server, { file, body, contentType }: Item): Promise<Played> {
  const { status, acknowledgement, headers } = await server.send(body, contentType);
  return {
    file,
    acknowledgement: acknowledgement ?? `HTTP ${status}`,
    stay: headers.get('dosisflow-case') ?? undefined,
    citizenCase: headers.get('dosisflow-citizen-case') ?? undefined,
  };
}

/** Over the end, not the way: which messages were answered how, where each stay and citizen ended, and what was applied how often. */
async function digest(server: Server, played: readonly Played[]): Promise<string> {
  const stays = new Map<string, string>();
  for (const { stay, file } of played) if (stay && !stays.has(stay)) stays.set(stay, file);
  const citizens = new Set(played.flatMap(({ citizenCase }) => (citizenCase ? [citizenCase] : [])));
  const lines = played.map(({ file, acknowledgement }) => `message ${file} ${acknowledgement}`);
  for (const [stay, file] of stays)
    lines.push(...(await server.summary(stay)).map((line) => `stay of ${file}: ${line}`));
  for (const citizen of citizens) lines.push(...(await server.summary(citizen)).map((line) => `citizen: ${line}`));
  return createHash('sha256')
    .update(lines.toSorted((a, b) => (a < b ? -1 : 1)).join('\n'))
    .digest('hex')
    .slice(0, 32);
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
});
