import { asPatient, saysPatientAs } from '../../web/patient-words.ts';

it.each([
  ['Find en borger', 'Find en patient'],
  ['Borgeren er død: giv borgerens apotek besked', 'Patienten er død: giv patientens apotek besked'],
  ['Borgere, som borgerne kender', 'Patienter, som patienterne kender'],
  ['borgernes, borgeres og borgers', 'patienternes, patienters og patients'],
  ['Tilgængelig på borger.dk', 'Tilgængelig på borger.dk'],
  ['Forborgere og Borgerservice bliver stående', 'Forborgere og Borgerservice bliver stående'],
])('says of »%s« »%s«', (text, said) => {
  expect(asPatient(text, 'da')).toBe(said);
});

it('says the same in English', () => {
  expect(asPatient('Citizens and the citizen’s GP', 'en')).toBe('Patients and the patient’s GP');
});

it('is a practice’s and a ward’s word, and nobody else’s', () => {
  expect(['gp', 'practiceStaff', 'hospitalWard'].filter(saysPatientAs)).toHaveLength(3);
  expect(['municipalNurse', 'pharmacyStaff', 'coordinator', undefined].filter(saysPatientAs)).toEqual([]);
});
