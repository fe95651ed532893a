import type { TaskMeta, Text } from '../definition.ts';
import { base } from './base.ts';
import { tellDeathStands } from './stays.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

/** A question that stands above the case's rest: due, then overdue and told again. Asked only while `asked` holds. */
function urgent<const Asked extends string, const Unasked extends string>(task: Text, asked: Asked, unasked: Unasked) {
  const meta = (title: Text, deadline: string): { title: Text; task: TaskMeta } => ({
    title,
    task: { title, deadline, basis: 'hospitalNotification' },
  });
  return {
    unasked: {
      meta: title('kræver intet', 'nothing to do', true),
      always: { guard: asked, target: 'due' },
    },
    due: {
      meta: meta(task, 'deathConfirm'),
      after: { deathConfirm: 'overdue' },
      always: { guard: unasked, target: 'unasked' },
    },
    overdue: {
      entry: { type: 'effect', params: { kind: 'notice', party: 'municipality', code: 'deathOverdue' } },
      meta: meta({ da: `Overskredet: ${task.da}`, en: `Overdue: ${task.en}` }, 'escalation'),
      after: { escalation: { target: 'overdue', reenter: true } },
      always: { guard: unasked, target: 'unasked' },
    },
  } as const;
}

/**
 * A reported death stops every other task and asks the municipality to confirm and act at once (C8). Stopping the packing
 * itself is FMK's and the pharmacy's (§8.1.13). A report taken back restores what was there; after a confirmation, a
 * person does so.
 */
export const deathRegion = base.createStateConfig({
  initial: 'none',
  meta: title('dødsfald', 'death', true),
  states: {
    none: {
      meta: title('ingen melding om dødsfald', 'no death reported', true),
      entry: tellDeathStands(false),
      always: { guard: 'isDeathReported', target: 'reported' },
      on: { reportDeath: { actions: 'addDeathReport' } },
    },
    reported: {
      initial: 'unasked',
      meta: title('dødsfald meldt', 'death reported'),
      entry: tellDeathStands(true),
      always: { guard: 'isNoDeathReported', target: 'none' },
      on: {
        reportDeath: { actions: 'addDeathReport' },
        confirmDeath: { target: 'confirmed', actions: 'confirmDeath' },
        dismissDeathReport: { target: 'none', actions: ['dismissDeathReports', 'dismissDeath'] },
      },
      states: urgent(
        {
          da: 'Dødsfald er meldt: bekræft, og få pakningen stoppet nu',
          en: 'A death is reported: confirm, and have packing stopped now',
        },
        'isOpen',
        'isClosed',
      ),
    },
    confirmed: {
      initial: 'unasked',
      meta: title('dødsfald bekræftet', 'death confirmed'),
      entry: tellDeathStands(true),
      always: { guard: 'isNoDeathReported', target: 'contradicted' },
      on: { dismissDeathReport: { target: 'none', actions: ['dismissDeathReports', 'dismissDeath'] } },
      states: urgent(
        {
          da: 'Borgeren er død: giv apoteket besked, hent dosisruller hjem, og afslut forløbet',
          en: 'The citizen is dead: tell the pharmacy, take back rolls, and end the case',
        },
        'isOpen',
        'isClosed',
      ),
    },
    contradicted: {
      initial: 'unasked',
      meta: title('dødsfald trukket tilbage efter bekræftelse', 'death withdrawn after confirmation'),
      entry: tellDeathStands(false),
      always: [
        { guard: 'isDeathReported', target: 'confirmed' },
        { guard: 'isNotByDeath', target: 'none', actions: 'dismissDeath' },
      ],
      on: {
        confirmDeath: { target: 'confirmed', actions: 'addDeathReport' },
        dismissDeathReport: { target: 'none', actions: ['dismissDeathReports', 'dismissDeath'] },
      },
      states: urgent(
        {
          da: 'Meldingen om dødsfald er trukket tilbage: lever borgeren?',
          en: 'The report of death is withdrawn: is the citizen alive?',
        },
        'isByDeath',
        'isNotByDeath',
      ),
    },
  },
});
