/** What a general practice is asked, on one page: renewals together, other questions, back-orders. Pictures go to .screenshots. */
import { setClock } from '../../src/db/clock.ts';
import { axe, screenshot } from '../support/browser.ts';
import { fits, focused, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

const agnes = { cpr: '2509474001', name: 'Agnes Prøve' };
const bent = { cpr: '2509474002', name: 'Bent Prøve' };
const clara = { cpr: '2509474003', name: 'Clara Prøve' };
const ditlev = { cpr: '2509474004', name: 'Ditlev Prøve' };
const eneproevin = '99000000006';

describeWith({ chromium: true }, 'the page of a practice', () => {
  const { server, signedInAs, askTheGp, organisation } = pagesOf();
  let pharmacy: string;
  let claras: string;

  let count = 0;
  async function observe(type: string, data: object): Promise<void> {
    const response = await server().call('adapter', 'POST', '/api/integration/events', {
      specversion: '1.0',
      id: `practice-${(count += 1)}`,
      source: 'urn:test:practice',
      type: `dk.dosisflow.${type}.v1`,
      time: await server().store.clock(server().store.pool),
      data,
    });
    expect(await response.json()).toMatchObject({ results: [{ result: 'accepted' }] });
  }
  const prescribe = (cpr: string, prescriptionId: string, drugId: string, validTo: string): Promise<void> =>
    observe('fmk.dosePrescriptionObserved', { cpr, prescriptionId, drugId, status: 'open', validTo });

  beforeAll(async () => {
    await setClock(server().database.pool, '2026-03-02T11:00:00Z');
    pharmacy = await organisation('pharmacy');
    const parties = { gpPractice: await organisation('gpPractice'), pharmacy };
    await openActiveCase(server(), agnes.cpr, { name: agnes.name, ...parties });
    await prescribe(agnes.cpr, 'a', '99000000001', '2026-03-12T10:00:00Z');
    await prescribe(agnes.cpr, 'b', eneproevin, '2026-03-20T10:00:00Z');
    await openActiveCase(server(), bent.cpr, { name: bent.name, ...parties });
    await prescribe(bent.cpr, 'c', '99000000001', '2026-03-24T10:00:00Z');
    await askTheGp(
      await openActiveCase(server(), '2509474005', { name: 'Elna Prøve', ...parties, entry: 'identified' }),
    );
    for (const { cpr, name } of [clara, ditlev]) {
      const opened = await openActiveCase(server(), cpr, {
        name,
        prescriptions: [{ prescriptionId: '1', drugId: eneproevin, validTo: '2028-01-01T00:00:00Z' }],
        ...parties,
      });
      if (cpr === clara.cpr) claras = opened;
      await observe('fmk.dispensingPeriodObserved', {
        cpr,
        periodId: `p-${cpr}`,
        cardId: 'k',
        startDate: '2026-04-01',
        endDate: '2026-04-14',
        status: 'Planlagt',
        deadline: '2026-03-20T11:00:00Z',
        drugIds: [eneproevin],
      });
    }
    await observe('product.backOrderObserved', {
      packageNumber: '990061',
      since: '2026-03-02',
      expectedTo: '2026-06-01',
      source: 'Grossisten',
    });
    await server().advance('PT1S');
  });

  it('lists each patient’s prescriptions to be renewed together, and how in the practice’s own system', async () => {
    const page = await signedInAs('gp', '/recepter');
    await page.getByRole('heading', { name: 'Recepter at forny', level: 1 }).waitFor();
    const row = page.getByRole('row', { name: agnes.name });
    await row.getByText('Eneprøvin 5 mg').waitFor();
    await row.getByText('udløber 12. mar. 2026').waitFor();
    const [sentTo] = await server().rows<{ name: string }>('select name from organisation where id = $1', [pharmacy]);
    await row.getByText(sentTo?.name ?? 'the pharmacy').waitFor();
    await page.getByText('Patienter: 2, dosisrecepter: 3.').waitFor();
    await page.getByText('Sådan gør du i XMO').first().waitFor();
    await page.getByText('Åbn patientens medicinkort (FMK) i XMO.').first().waitFor();
    await page.getByRole('heading', { name: 'Nye patienter: dosisrecepter at udstede' }).waitFor();
    // The whole number is the municipality's; a practice knows its patients.
    expect(await page.getByText('Det kunne ikke hentes').count()).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain(agnes.cpr);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'recepter');
  });

  it('lets one take a patient, and drops the line when FMK shows the renewal', async () => {
    const page = await signedInAs('practiceStaff', '/recepter');
    const row = page.getByRole('row', { name: bent.name });
    await row.getByRole('button', { name: 'Tag' }).click();
    await row.getByText('mig').waitFor();
    await prescribe(bent.cpr, 'c2', '99000000001', '2027-12-24T10:00:00Z');
    await row.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: agnes.name }).waitFor();
    expect(await page.getByRole('button', { name: /^Svar for/ }).count()).toBe(0);
    await page.getByText('Forslag om andre lægemidler ved restordre ser og besvarer lægen.').waitFor();
  });

  it('answers a back-order for the patients chosen, and for nobody else', async () => {
    const page = await signedInAs('gp', '/recepter');
    const proposal = page.getByRole('article').filter({ hasText: 'Eneprøvin 5 mg' });
    await proposal.getByText('I restordre siden 2. mar. 2026').waitFor();
    await proposal.getByText('Intet i samme substitutionsgruppe').waitFor();
    await proposal.getByRole('button', { name: /^Svar for 2 patienter/ }).click();
    await proposal.getByText('Vælg et svar').waitFor();
    await proposal.getByText('Der findes intet at give i stedet').click();
    await proposal.getByRole('button', { name: /^Svar for 2/ }).click();
    await proposal.getByText('Skal udfyldes').waitFor();
    await proposal.getByText(`${ditlev.name} 250947-xxxx`).click();
    await proposal.getByLabel('Begrundelse').fill('Ingen ligeværdig behandling');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'recepter-restordre');
    await proposal.getByRole('button', { name: /^Svar for 1 patient/ }).click();
    await page.getByText('Svaret er givet: Eneprøvin 5 mg').waitFor();
    await page.getByText('1 taget imod.').waitFor();
    await proposal.getByText(clara.name).first().waitFor({ state: 'detached' });
    await proposal.getByText(ditlev.name).first().waitFor();
  });

  it('has the drug on back-order on the time line of the case, as a picture and as a table', async () => {
    const page = await signedInAs('nurse', `/forloeb/${claras}`);
    const line = page.getByRole('img', { name: 'Tidslinje' });
    for (const lane of ['Dosisrulle', 'Lægemiddel i restordre']) await line.getByText(lane, { exact: true }).waitFor();
    await page
      .locator('section.part')
      .filter({ hasText: 'Dosisruller, ophold og anmodninger' })
      .getByText('Det samme som tabel')
      .click();
    await page
      .getByRole('table', { name: 'Tidslinje som tabel' })
      .getByRole('row', { name: /restordre/ })
      .waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('is worked through by keyboard', async () => {
    await prescribe(clara.cpr, 'd', '99000000001', '2026-03-26T10:00:00Z');
    const page = await signedInAs('gp', '/recepter');
    await page.getByRole('row', { name: clara.name }).first().waitFor();
    const links = page.locator('.row-link');
    await links.first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(await links.nth(1).textContent());
  });

  it('is a practice’s alone', async () => {
    const page = await signedInAs('nurse', '/recepter');
    await page.getByText('Din rolle har ikke adgang hertil').waitFor();
    expect(await page.getByRole('link', { name: 'Recepter at forny' }).count()).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain(agnes.name);
  });

  it('fits a narrow screen, in English', async () => {
    const page = await signedInAs('gp', '/recepter', 390);
    await page.getByRole('row', { name: agnes.name }).waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'recepter-390');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Prescriptions to renew', level: 1 }).waitFor();
    expect(await fits(page)).toBe(true);
  });
});
