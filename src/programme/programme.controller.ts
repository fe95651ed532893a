import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Access, CurrentCaller } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { requireProgramme } from '../auth/require-programme.ts';
import { Store } from '../db/store.ts';
import { csv } from '../kernel/csv.ts';
import { itemKinds, itemStatuses } from './items.query.ts';
import type { ProgrammeItem } from './items.query.ts';
import { programmeOn } from './programme.ts';
import type { StandingItem } from './programme.ts';
import { RecordItem } from './questions.ts';
import { recordItem } from './record-item.ts';

const day = { type: String, format: 'date', nullable: true } as const;

class ProgrammeItemView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: itemKinds, enumName: 'ProgrammeItemKind' }) kind!: ProgrammeItem['kind'];
  @ApiProperty() title!: string;
  @ApiProperty({ enum: itemStatuses, enumName: 'ProgrammeItemStatus' }) status!: ProgrammeItem['status'];
  @ApiProperty(day) plannedOn!: string | null;
  @ApiProperty(day) doneOn!: string | null;
  @ApiProperty({ type: String, nullable: true }) owner!: string | null;
  @ApiProperty({ type: [String] }) dependsOn!: string[];
  @ApiProperty() note!: string;
  @ApiProperty() source!: string;
  @ApiProperty({ description: 'Its day has passed, and it is not done' }) missed!: boolean;
  @ApiProperty({ type: [String], description: 'Of what it depends on, that which is not done' }) waitsFor!: string[];
}
class ProgrammeView {
  @ApiProperty({ type: [ProgrammeItemView] }) items!: ProgrammeItemView[];
}

const kinds: Readonly<Record<ProgrammeItem['kind'], string>> = {
  milestone: 'milepæl',
  decision: 'beslutning',
  risk: 'risiko',
};
const statuses: Readonly<Record<ProgrammeItem['status'], string>> = {
  open: 'åben',
  inProgress: 'i gang',
  done: 'afsluttet',
  dropped: 'bortfaldet',
};

/** Milepæle, Beslutninger, Risikolog: what the programme waits for and is threatened by. No citizen's data. */
@ApiTags('programme')
@Controller('api/programme')
@Access('cases')
export class ProgrammeController {
  constructor(private readonly store: Store) {}

  @Get()
  @ApiOkResponse({ type: ProgrammeView })
  async read(): Promise<ProgrammeView> {
    const items = await this.#items();
    return { items: items.map(({ recordedAt: _, ...item }) => item) };
  }

  @Get('csv')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async file(@Res({ passthrough: true }) reply: { header(name: string, value: string): unknown }): Promise<string> {
    const items = await this.#items();
    const titles = new Map(items.map(({ id, title }) => [id, title]));
    reply.header('Content-Type', 'text/csv; charset=utf-8');
    reply.header('Content-Disposition', 'attachment; filename="program.csv"');
    return csv(
      ['slags', 'titel', 'status', 'planlagt', 'ikke nået', 'afsluttet', 'ejer', 'venter på', 'note', 'kilde'],
      items.map((item) => [
        kinds[item.kind],
        item.title,
        statuses[item.status],
        item.plannedOn,
        item.missed ? 'ja' : '',
        item.doneOn,
        item.owner,
        item.waitsFor.map((id) => titles.get(id) ?? id).join(', '),
        item.note,
        item.source,
      ]),
    );
  }

  @Post()
  @HttpCode(200)
  @Access('operations', 'coordinator', 'administrator')
  @ApiOkResponse({ type: ProgrammeView })
  async record(@CurrentCaller() caller: Caller, @Body() body: RecordItem): Promise<ProgrammeView> {
    await requireProgramme(this.store.pool, caller);
    await recordItem(this.store, caller, body);
    return this.read();
  }

  async #items(): Promise<StandingItem[]> {
    const { pool, clock } = this.store;
    return programmeOn(pool, (await clock(pool)).slice(0, 10));
  }
}
