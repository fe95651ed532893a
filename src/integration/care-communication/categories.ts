/** Of MedCom's 18 categories those that say something of a path of dose-packed medicine; the others are passed over. */
export const categories = ['medicine', 'discharge', 'decease', 'carecoordination'] as const;
export type Category = (typeof categories)[number];

/** What a CareCommunication does, as its Provenance says it. */
export const activities = [
  'new-message',
  'reply-message',
  'forward-message',
  'modified-message',
  'retract-message',
] as const;
export type Activity = (typeof activities)[number];
