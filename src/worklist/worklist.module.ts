import { Module } from '@nestjs/common';
import { CasesController } from './cases.controller.ts';
import { CitizensController } from './citizens.controller.ts';
import { TasksController } from './tasks.controller.ts';

@Module({ controllers: [CasesController, CitizensController, TasksController] })
export class WorklistModule {}
