/** A ward looks its patient up: on dose packing or not, until when, and what it may do. Pictures go to .screenshots. */
import { randomUUID } from 'node:crypto';
import { setClock } from '../../src/db/clock.ts';
import { axe, screenshot } from '../support/browser.ts';
import { fits, focused, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

const inga = { cpr: '2509476101', name: 'Inga Prøve' };
const jens = { cpr: '2509476102', name: 'Jens Prøve' };
const proevapril = '99000000001';

describeWith({ chromium: true }, 'the page of a ward', () => {
  const { server, signedInAs } = pagesOf();
  let id: string;

  let count = 0;
  async function observe(type: string, data: object): Promise<void> {
    const response = await server().call('adapter', 'POST', '/api/integration/events', {
      specversion: '1.0',
      id: `ward-${(count += 1)}`,
      source: 'urn:test:ward',
      type: `dk.dosisflow.${type}.v1`,
      time: await server().store.clock(server().store.pool),
      data,
    });
    expect(await response.json()).toMatchObject({ results: [{ result: 'accepted' }] });
  }

  beforeAll(async () => {
    await setClock(server().database.pool, '2026-03-02T11:00:00Z');
    const prescriptions = [{ prescriptionId: '1', drugId: proevapril, validTo: '2028-01-01T00:00:00Z' }];
    id = await openActiveCase(server(), inga.cpr, { name: inga.name, prescriptions });
    for (const [startDate, endDate, deadline, status] of [
      ['2026-03-02', '2026-03-15', '2026-02-26T11:00:00Z', 'Ekspederet'],
      ['2026-03-16', '2026-03-29', '2026-03-12T11:00:00Z', 'Planlagt'],
    ]) {
      await observe('fmk.dispensingPeriodObserved', {
        cpr: inga.cpr,
        periodId: `p-${startDate}`,
        cardId: 'k',
        startDate,
        endDate,
        status,
        deadline,
        drugIds: [proevapril],
      });
    }
    await observe('hospital.admissionObserved', {
      cpr: inga.cpr,
      event: 'STIN',
      change: 'new',
      messageId: 'm1',
      episodes: ['local|ward1'],
      periodStart: '2026-03-02T06:00:00Z',
      provider: '265161000016000',
      reportOfAdmission: false,
    });
    await openActiveCase(server(), jens.cpr, { name: jens.name, prescriptions });
  });

  it('answers in one glance, and puts the number in no address', async () => {
    const page = await signedInAs('ward', '/patient');
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.getByLabel('Patientens CPR-nummer').fill('250947-6101');
    await page.keyboard.press('Enter');
    await page.getByText('Ja: patienten får dosispakket medicin').waitFor();
    await page.getByRole('heading', { name: inga.name }).waitFor();
    await page.getByText('Dækket til og med').waitFor();
    await page.getByText('29. mar. 2026').first().waitFor();
    await page.getByText('Ændringer kan nå næste dosisrulle til og med 12. mar. 2026, 12.00.').waitFor();
    await page.getByText('dosispakningen går videre af sig selv').waitFor();
    expect([...addresses, page.url()].filter((address) => /250947-?6101/.test(address))).toEqual([]);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'min-patient');
  });

  it('puts on hold with a reason, and lifts the hold, by the commands that the case allows', async () => {
    const page = await signedInAs('ward', `/patient?forloeb=${id}`);
    await page.getByRole('button', { name: 'Sæt i bero' }).click();
    const form = page.locator('form.command');
    await form.getByRole('button', { name: 'Sæt i bero' }).click();
    await form.getByText('Skal udfyldes').first().waitFor();
    await form.getByLabel('Begrundelse').fill('Medicinen omlægges under indlæggelsen');
    await form.getByLabel('Fra og med').fill('2026-03-02');
    await form.getByLabel(/^Til og med/).fill('2026-03-20');
    expect(await axe(page)).toEqual([]);
    await form.getByRole('button', { name: 'Sæt i bero' }).click();
    await page.getByText('Gjort: Sæt i bero').waitFor();
    await page.getByText('Ja, men dosispakningen er i bero').waitFor();
    await screenshot(page, 'min-patient-bero');
    await page.getByRole('button', { name: 'Ophæv bero' }).click();
    await form.getByRole('button', { name: 'Ophæv bero' }).click();
    await page.getByText('Gjort: Ophæv bero').waitFor();
    await page.getByText('Ja: patienten får dosispakket medicin').waitFor();
  });

  it('is worked through by keyboard alone, from the number to what came of it', async () => {
    const page = await signedInAs('ward', '/patient');
    await page.getByRole('heading', { name: 'Min patient', level: 1 }).waitFor();
    const tabTo = async (what: string): Promise<void> => {
      const words = `[document.activeElement.textContent, ...[...(document.activeElement.labels ?? [])].map(({ textContent }) => textContent)].join(' ')`;
      for (let pressed = 0; pressed < 60; pressed += 1) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate<string>(words)).includes(what)) return;
      }
      throw new Error(`Expected ${what} to be reached by the tab key`);
    };
    await tabTo('Patientens CPR-nummer');
    await page.keyboard.type(inga.cpr);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: inga.name }).waitFor();
    await tabTo('Sæt i bero');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('Sæt i bero');
    await tabTo('Begrundelse');
    await page.keyboard.type('Faste før operation');
    await tabTo('Fra og med');
    await page.keyboard.type('02032026');
    await tabTo('Sæt i bero');
    await page.keyboard.press('Enter');
    await page.getByText('Gjort: Sæt i bero').waitFor();
    expect(await focused(page)).toContain('Gjort: Sæt i bero');
    await tabTo('Ophæv bero');
    await page.keyboard.press('Enter');
    await tabTo('Ophæv bero');
    await page.keyboard.press('Enter');
    await page.getByText('Gjort: Ophæv bero').waitFor();
  });

  it('leads to the whole case: the stay and the rolls on one time line, and notes of the ward alone', async () => {
    const nurse = await server().call('nurse', 'POST', `/api/cases/${id}/notes`, {
      id: randomUUID(),
      text: 'Datteren ringer efter kl. 15',
    });
    expect(nurse.status).toBeLessThan(300);
    const page = await signedInAs('ward', `/forloeb/${id}`);
    await page.getByRole('heading', { name: inga.name, level: 1 }).waitFor();
    const line = page.getByRole('img', { name: 'Tidslinje' });
    for (const lane of ['Dosisrulle', 'Sygehusophold']) await line.getByText(lane, { exact: true }).waitFor();
    await page.getByRole('table', { name: 'Dækning' }).first().waitFor();
    await page.getByRole('heading', { name: 'Noter' }).waitFor();
    expect(await page.locator('main').innerText()).not.toContain('Datteren ringer');
    expect(
      await page
        .locator('summary')
        .filter({ hasText: /Korrespondance|Kladde/ })
        .count(),
    ).toBe(0);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-afdeling');
  });

  it('asks for the professional reason when a dose prescription was removed during the stay (R67)', async () => {
    await observe('fmk.dosePrescriptionObserved', {
      cpr: inga.cpr,
      prescriptionId: '1',
      drugId: proevapril,
      status: 'cancelled',
      byHospital: true,
    });
    const page = await signedInAs('ward', `/patient?forloeb=${id}`);
    await page.getByRole('button', { name: 'Angiv faglig grund til fjernelse' }).click();
    const form = page.locator('form.command');
    const which = form.getByRole('group', { name: 'Hvilket lægemiddels dosisrecept' });
    await which.getByText('Prøvapril').click();
    expect(await axe(page)).toEqual([]);
    await form.getByLabel('Begrundelse').fill('Nyt præparat, der ikke kan dosispakkes');
    await form.getByRole('button', { name: 'Angiv faglig grund til fjernelse' }).click();
    await page.getByText('Gjort: Angiv faglig grund til fjernelse').waitFor();
  });

  it('shows nothing of a patient who is not in the ward, but in an emergency, and then for reading', async () => {
    const page = await signedInAs('ward', '/patient');
    await page.getByLabel('Patientens CPR-nummer').fill('12');
    await page.getByRole('button', { name: 'Slå op' }).click();
    await page.getByText('CPR-nummeret skal have ti cifre').waitFor();
    await page.getByLabel('Patientens CPR-nummer').fill(jens.cpr);
    await page.getByRole('button', { name: 'Slå op' }).click();
    await page.getByText('Ingen dosispakning, som afdelingen kan se').waitFor();
    expect(await page.locator('body').innerText()).not.toContain(jens.name);
    expect(await axe(page)).toEqual([]);
    await page.locator('summary').filter({ hasText: 'Åbn i en nødsituation' }).click();
    await page.getByLabel('Hvorfor haster det?').fill('Bevidstløs patient, medicin ukendt');
    await screenshot(page, 'min-patient-noed');
    await page.getByRole('button', { name: 'Åbn i en nødsituation' }).click();
    await page.getByRole('heading', { name: jens.name }).waitFor();
    await page.getByText('Åbnet i en nødsituation: du kan læse, men ikke ændre.').waitFor();
    expect(await page.getByRole('button', { name: 'Sæt i bero' }).count()).toBe(0);
  });

  it('is not in the menu of others, who see their own part of a case at most', async () => {
    const page = await signedInAs('gp', `/patient?forloeb=${id}`);
    await page.getByText('Forløbet findes ikke').waitFor();
    expect(await page.getByRole('link', { name: 'Min patient' }).count()).toBe(0);
  });

  it('fits a narrow screen, in English', async () => {
    const page = await signedInAs('ward', `/patient?forloeb=${id}`, 390);
    await page.getByRole('heading', { name: inga.name }).waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'min-patient-390');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'My patient', level: 1 }).waitFor();
    expect(await fits(page)).toBe(true);
  });
});
