/** Rolls that may turn out wrong, as a pharmacy sees them before packing. Pictures go to .screenshots. */
import { setClock } from '../../src/db/clock.ts';
import { axe, screenshot } from '../support/browser.ts';
import { fits, focused, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

const eneproevin = '99000000006';
const proevapril = '99000000001';
const frode = { cpr: '2509475101', name: 'Frode Prøve' };
const gerda = { cpr: '2509475102', name: 'Gerda Prøve' };
const hugo = { cpr: '2509475103', name: 'Hugo Prøve' };

describeWith({ chromium: true }, 'the page of rolls at risk', () => {
  const { server, signedInAs, give, organisation } = pagesOf();
  let held: string;

  let count = 0;
  async function observe(type: string, data: object): Promise<void> {
    const response = await server().call('adapter', 'POST', '/api/integration/events', {
      specversion: '1.0',
      id: `rolls-page-${(count += 1)}`,
      source: 'urn:test:rolls-page',
      type: `dk.dosisflow.${type}.v1`,
      time: await server().store.clock(server().store.pool),
      data,
    });
    expect(await response.json()).toMatchObject({ results: [{ result: 'accepted' }] });
  }
  async function packs(
    { cpr, name }: { cpr: string; name: string },
    drugId: string,
    deadline: string,
    validTo: string,
  ) {
    const parties = { gpPractice: await organisation('gpPractice'), pharmacy: await organisation('pharmacy') };
    const prescriptions = [{ prescriptionId: '1', drugId, validTo }];
    const id = await openActiveCase(server(), cpr, { name, prescriptions, ...parties });
    await observe('fmk.dispensingPeriodObserved', {
      cpr,
      periodId: `p-${cpr}`,
      cardId: 'k',
      startDate: '2026-03-16',
      endDate: '2026-03-29',
      status: 'Planlagt',
      deadline,
      drugIds: [drugId],
    });
    return id;
  }

  beforeAll(async () => {
    await setClock(server().database.pool, '2026-03-02T11:00:00Z');
    await packs(frode, proevapril, '2026-03-09T11:00:00Z', '2026-03-20T00:00:00Z');
    held = await packs(gerda, eneproevin, '2026-03-01T11:00:00Z', '2028-01-01T00:00:00Z');
    await packs(hugo, proevapril, '2026-03-10T11:00:00Z', '2028-01-01T00:00:00Z');
    await observe('product.backOrderObserved', {
      packageNumber: '990061',
      since: '2026-03-01',
      expectedTo: '2026-06-01',
      source: 'Grossisten',
    });
    await server().advance('PT1S');
    await give(held, 'recordHold', { reason: 'Ferie', from: '2026-03-14' });
  });

  it('says which rolls may turn out wrong, why, until when they can be changed, and what then', async () => {
    const page = await signedInAs('pharmacyStaff', '/dosisruller');
    await page.getByRole('heading', { name: 'Usikre dosisruller', level: 1 }).waitFor();
    await page.getByText('Dosisruller set igennem: 3, usikre: 2.').waitFor();
    const first = page.getByRole('row', { name: gerda.name });
    await first.getByText('Passeret').waitFor();
    await first.getByText('Dosispakningen er eller kommer i bero').waitFor();
    const second = page.getByRole('row', { name: frode.name });
    await second.getByText('Dosisrecept gælder ikke hele perioden').waitFor();
    await second.getByText('9. mar. 2026, 12.00').waitFor();
    expect(await page.getByRole('row', { name: hugo.name }).count()).toBe(0);
    expect(await page.getByText('Det kunne ikke hentes').count()).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain(frode.cpr);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'dosisruller');
  });

  it('is filtered by reason, in the address, and worked through by keyboard', async () => {
    const page = await signedInAs('pharmacist', '/dosisruller');
    await page.locator('.row-link').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(frode.name);
    await page.getByRole('link', { name: 'Dosisrecept gælder ikke hele perioden (1)' }).click();
    await page.waitForURL('**/dosisruller?aarsag=noPrescription');
    await page.getByRole('row', { name: gerda.name }).waitFor({ state: 'detached' });
    await page.goto('/dosisruller?aarsag=consentMissing');
    await page.getByText('Ingen af dem har den årsag').waitFor();
    await page.getByRole('link', { name: 'Vis alle årsager' }).click();
    await page.getByRole('row', { name: gerda.name }).waitFor();
  });

  it('drops a roll when what was wrong is mended, while someone looks', async () => {
    const page = await signedInAs('pharmacyStaff', '/dosisruller');
    const row = page.getByRole('row', { name: frode.name });
    await row.waitFor();
    await observe('fmk.dosePrescriptionObserved', {
      cpr: frode.cpr,
      prescriptionId: '2',
      drugId: proevapril,
      status: 'open',
      validTo: '2028-01-01T00:00:00Z',
    });
    await row.waitFor({ state: 'detached' });
    await page.getByText('usikre: 1.').waitFor();
  });

  it('fits a narrow screen, in English', async () => {
    const page = await signedInAs('pharmacyStaff', '/dosisruller', 390);
    await page.getByRole('row', { name: gerda.name }).waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'dosisruller-390');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Rolls at risk', level: 1 }).waitFor();
    expect(await fits(page)).toBe(true);
  });

  it('is a pharmacy’s alone', async () => {
    const page = await signedInAs('nurse', '/dosisruller');
    await page.getByText('Din rolle har ikke adgang hertil').waitFor();
    expect(await page.getByRole('link', { name: 'Usikre dosisruller' }).count()).toBe(0);
    expect(await page.locator('body').innerText()).not.toContain(gerda.name);
  });
});
