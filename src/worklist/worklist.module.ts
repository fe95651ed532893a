import { Module } from '@nestjs/common';
import { CasesController } from './cases.controller.ts';
import { CitizensController } from './citizens.controller.ts';
import { DeputiesController } from './deputies.controller.ts';
import { EmergencyOpeningsController } from './emergency-openings.controller.ts';
import { GpQuestionsController } from './gp-questions.controller.ts';
import { LiveController } from './live.controller.ts';
import { LiveFeed } from './live-feed.ts';
import { RollsController } from './rolls.controller.ts';
import { NotesController } from './notes.controller.ts';
import { TasksController } from './tasks.controller.ts';

@Module({
  controllers: [
    CasesController,
    CitizensController,
    DeputiesController,
    EmergencyOpeningsController,
    GpQuestionsController,
    LiveController,
    RollsController,
    NotesController,
    TasksController,
  ],
  providers: [LiveFeed],
})
export class WorklistModule {}
