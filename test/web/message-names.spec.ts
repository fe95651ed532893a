/** What the page of messages calls them: no fact that can be told is without a name. */
import { factNames, nameOfMessage } from '../../web/message-names.ts';
import { allDefinitions } from '../../workflows/registry.ts';

const facts = new Set(
  allDefinitions.flatMap(({ messages }) =>
    Object.entries(messages).flatMap(([type, { kind }]) => (kind === 'fact' ? [type] : [])),
  ),
);

it('has a name for every fact of every chart, and for no other', () => {
  expect(Object.keys(factNames).toSorted()).toEqual([...facts].toSorted());
});

it.each([
  ['STIN', 'Indlæggelse'],
  ['RE_SLHJ', 'Rettet: Udskrivning'],
  ['AN_STIN', 'Annulleret: Indlæggelse'],
  ['dk.dosisflow.fmk.holdObserved.v1', 'I bero'],
  ['GetDoseDispensingPeriodsResponse', 'Dosiskort og dosisruller'],
  ['SearchRequestsForWarrantAndDetailsResponse', 'Receptanmodninger'],
  ['PrescriptionModification.Created', 'Recepter'],
  ['care.medicine', 'Korrespondance'],
  ['ABCD', 'Besked uden kendt navn'],
  [null, 'Besked uden kendt navn'],
])('calls %s “%s”', (code, name) => {
  expect(nameOfMessage(code).da).toBe(name);
});
