import type { Text } from '../definition.ts';
import type { Setting } from '../hospital-stay/messages.ts';
import { settings } from '../hospital-stay/messages.ts';
import { base } from './base.ts';
import { tellCovers } from './stays.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});
const asTold = settings.map((setting) => ({ guard: { type: 'isAt', params: { setting } }, target: setting }) as const);
const unlessMoved = (setting: Setting) =>
  ({ guard: { type: 'isNotAt', params: { setting } }, target: 'placing' }) as const;

/** Where the citizen is: the most that the stays say. It shows and steers questions; it decides nothing about packing. */
export const careSettingRegion = base.createStateConfig({
  initial: 'placing',
  meta: title('opholdssted', 'care setting', true),
  // What a discharge's questions go by may be moved by almost any message: it is looked at after each.
  always: { guard: 'isCoverUntold', actions: tellCovers },
  states: {
    placing: { meta: title('placeres', 'being placed', true), always: asTold },
    home: { meta: title('hjemme', 'at home'), always: unlessMoved('home') },
    acuteAmbulant: { meta: title('akut ambulant', 'acute ambulant'), always: unlessMoved('acuteAmbulant') },
    onLeave: { meta: title('på orlov fra sygehus', 'on leave from hospital'), always: unlessMoved('onLeave') },
    inpatient: { meta: title('indlagt', 'inpatient'), always: unlessMoved('inpatient') },
  },
});
