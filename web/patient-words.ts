/** Who says patient of the person whom the municipality and the pharmacy call citizen. */
const saysPatient: readonly string[] = ['gp', 'practiceStaff', 'hospitalWard'];

export function saysPatientAs(role: string | undefined): boolean {
  return role !== undefined && saysPatient.includes(role);
}

const danish: Readonly<Record<string, string>> = {
  borger: 'patient',
  borgers: 'patients',
  borgere: 'patienter',
  borgeres: 'patienters',
  borgeren: 'patienten',
  borgerens: 'patientens',
  borgerne: 'patienterne',
  borgernes: 'patienternes',
};

/** The same text with the reader's word for the person: both have the same gender in Danish, so nothing else changes. */
export function asPatient(text: string, language: 'da' | 'en'): string {
  if (language === 'en') return text.replace(/\b([Cc])itizen/g, (_, c: string) => (c === 'C' ? 'Patient' : 'patient'));
  return text.replace(/\b[Bb]orger(?:s|e|es|en|ens|ne|nes)?\b(?!\.dk)/g, (word) => {
    const said = danish[word.toLowerCase()] ?? word;
    return word.startsWith('B') ? said.charAt(0).toUpperCase() + said.slice(1) : said;
  });
}
