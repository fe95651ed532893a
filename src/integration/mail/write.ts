/** How many of an organisation's tasks wait. */
export interface WaitingTasks {
  tasks: number;
  overdue: number;
  dueToday: number;
}

/**
 * The daily e-mail, in Danish: counts and a link, and nothing else, as an e-mail may be read by anyone on its way (P1). Pure.
 */
export function writeDigest(
  { tasks, overdue, dueToday }: WaitingTasks,
  { organisation, link }: { organisation: string; link: string | undefined },
): { subject: string; text: string } {
  const waiting = tasks === 1 ? '1 opgave venter' : `${tasks} opgaver venter`;
  const urgent = [
    ...(overdue > 0 ? [`${overdue} har overskredet fristen`] : []),
    ...(dueToday > 0 ? [`${dueToday} skal løses i dag`] : []),
  ].join(', og ');
  const lines = [
    `${waiting} på ${organisation} i Dosisflow.`,
    ...(urgent ? [`Heraf: ${urgent}.`] : []),
    '',
    link ? `Se dem her: ${link}` : 'Log ind i Dosisflow for at se dem.',
    '',
    'Mailen siger intet om borgere. Den kommer højst én gang om dagen, og kun når noget venter. Vil I ikke have den, så bed administratoren af Dosisflow vælge en anden kanal.',
  ];
  return { subject: `Dosisflow: ${waiting}`, text: `${lines.join('\n')}\n` };
}
