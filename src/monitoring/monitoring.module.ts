import { Module } from '@nestjs/common';
import { DeliveriesController } from './deliveries.controller.ts';
import { MonitoringController } from './monitoring.controller.ts';
import { StuckWorkController } from './stuck-work.controller.ts';
import { StuckController } from './stuck.controller.ts';

@Module({ controllers: [MonitoringController, DeliveriesController, StuckController, StuckWorkController] })
export class MonitoringModule {}
