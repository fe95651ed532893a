import { Controller, Get, Inject, Param, ParseIntPipe } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { WorkflowDefinition, WorkflowName } from '../../workflows/definition.ts';
import { Access } from '../auth/access.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import type { Definitions } from '../engine/read-family.ts';
import { notFound } from '../kernel/problem.ts';
import { layOutChart } from './lay-out-chart.ts';
import { ChartView } from './views.ts';

@ApiTags('charts')
@Controller('api/charts')
@Access('cases')
export class ChartsController {
  constructor(@Inject(DEFINITIONS) private readonly definitions: Definitions) {}

  /** The chart that a case runs on, laid out to be drawn. It holds nothing of any case. */
  @Get(':workflow/:version')
  @ApiParam({ name: 'workflow', type: String })
  @ApiOkResponse({ type: ChartView })
  read(@Param('workflow') workflow: string, @Param('version', ParseIntPipe) version: number): Promise<ChartView> {
    return layOutChart(this.#find(workflow, version));
  }

  #find(workflow: string, version: number): WorkflowDefinition {
    try {
      return this.definitions(workflow as WorkflowName, version);
    } catch {
      throw notFound('a chart of this name and version');
    }
  }
}
