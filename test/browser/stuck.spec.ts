/** Cases that stand still, by each coordinator's right. Pictures go to .screenshots. */
import { axe, screenshot } from '../support/browser.ts';
import { fits, pagesOf } from '../support/pages.ts';
import { addOverdueTask } from '../support/add-overdue-task.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

const dagny = { cpr: '2509477001', name: 'Dagny Prøve' };

describeWith({ chromium: true }, 'the list of stuck cases', () => {
  const { server, signedInAs, give } = pagesOf();
  let id: string;

  beforeAll(async () => {
    id = await openActiveCase(server(), dagny.cpr, { name: dagny.name });
    await openActiveCase(server(), '2509477002', { name: 'Gunnar Prøve' });
    await give(id, 'planEnding', { reason: 'citizenDeclines', lastDay: '2027-12-20' });
    await server().advance('P10D');
  });

  it('is where a coordinator begins: why each case stands still, who can move it, and no name', async () => {
    const page = await signedInAs('coordinator', '/');
    await page.getByRole('heading', { name: 'Forløb i stå', level: 1 }).waitFor();
    const row = page.getByRole('row', { name: 'Giv apoteket besked om ophør' });
    await row.getByText('Overskredet opgave').waitFor();
    await row.getByText('Testkommune Nord').first().waitFor();
    await row.getByText('Ingen har taget opgaven').waitFor();
    await row.getByText('9 dage').waitFor();
    expect(await page.locator('body').innerText()).not.toContain(dagny.name);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-i-staa');
  });

  it('is filtered by cause, age and responsible, in the address', async () => {
    const page = await signedInAs('coordinator', '/forloeb-i-staa');
    await page.getByRole('link', { name: /^Ingen næste dosisrulle/ }).click();
    await page.waitForURL('**/forloeb-i-staa?aarsag=noNextRoll');
    await page.getByRole('row', { name: 'Giv apoteket besked om ophør' }).waitFor({ state: 'detached' });
    await page.goto('/forloeb-i-staa?dage=30');
    await page.getByText('Intet står stille her').waitFor();
    await page.goto('/forloeb-i-staa?aarsag=overdueTask&dage=7');
    await page.getByRole('link', { name: 'Testkommune Nord', exact: true }).first().click();
    await page.waitForURL('**hos=**');
    await page.getByRole('row', { name: 'Giv apoteket besked om ophør' }).waitFor();
  });

  it('shows on the chart how many wait where, and leads from there to what is overdue', async () => {
    const page = await signedInAs('coordinator', '/forloeb-i-staa');
    await page.locator('summary').filter({ hasText: 'Hvor forløbene venter' }).click();
    await page.getByRole('img').first().waitFor();
    const there = page.getByRole('listitem').filter({ hasText: 'Giv apoteket besked om ophør' });
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-i-staa-diagram');
    await there.getByRole('link', { name: '1 overskredet' }).click();
    await page.waitForURL('**tilstand=dose-dispensing.ending.**');
    await page.getByRole('row', { name: 'Få almindelige recepter klar' }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: 'Giv apoteket besked om ophør' }).waitFor();
  });

  it('filters by a click on the map, which shows a number in every box', async () => {
    const page = await signedInAs('coordinator', '/forloeb-i-staa');
    await page.locator('summary').filter({ hasText: 'Hvor forløbene venter' }).click();
    await page.getByRole('img').first().waitFor();
    const boxes = await page.locator('.chart .state:not(.outer)').count();
    expect(await page.locator('.chart .state:not(.outer) .mark').count()).toBe(boxes);
    await page.locator('.chart .chosen-by-click').first().click();
    await page.waitForURL('**tilstand=dose-dispensing.**');
    await page.getByRole('link', { name: /^Valgt i diagrammet/ }).click();
    await page.waitForURL((url) => !url.search.includes('tilstand'));
  });

  it('reminds and hands over all that the filter takes, after saying exactly how many', async () => {
    const page = await signedInAs('coordinator', '/forloeb-i-staa?aarsag=overdueTask');
    await page.locator('summary').filter({ hasText: 'Gør noget ved dem alle' }).click();
    await page.getByRole('button', { name: 'Mind om opgaverne …' }).click();
    await page.getByText('Så mange ville blive mindet om det').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-i-staa-mange');
    await page.getByRole('button', { name: 'Mind om dem nu' }).click();
    await page.getByText('Der er mindet om dem').waitFor();
    await page.getByText('· mindet om').first().waitFor();
    await page.getByRole('button', { name: 'Mind om opgaverne …' }).click();
    await page.getByText('Der er intet at gøre ved dem lige nu.').waitFor();
    await page
      .getByLabel('Giv opgaverne til')
      .selectOption({ label: 'Nanna Prøve (sygeplejerske), kommunens sygeplejerske' });
    await page.getByRole('button', { name: 'Overdrag …' }).click();
    await page.getByText('Så mange ville blive overdraget').waitFor();
    await page.getByRole('button', { name: 'Overdrag dem nu' }).click();
    await page.getByText('De er overdraget').waitFor();
    await page.getByText('Nogen har taget opgaven').first().waitFor();
    expect(await page.getByRole('row').getByText('Ingen har taget opgaven').count()).toBe(0);
  });

  it('keeps a filter under a name, for this person alone', async () => {
    const page = await signedInAs('coordinator', '/forloeb-i-staa?dage=7');
    await page.locator('summary').filter({ hasText: 'Gemte visninger (0)' }).click();
    await page.getByLabel('Gem det valgte som').fill('En uge gamle');
    await page.getByRole('button', { name: 'Gem', exact: true }).click();
    await page.locator('summary').filter({ hasText: 'Gemte visninger (1)' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await page.goto('/forloeb-i-staa');
    await page.locator('summary').filter({ hasText: 'Gemte visninger (1)' }).click();
    await page.getByRole('link', { name: 'En uge gamle' }).click();
    await page.waitForURL('**/forloeb-i-staa?dage=7');
    await page.getByRole('button', { name: 'Slet visningen En uge gamle' }).click();
    await page.locator('summary').filter({ hasText: 'Gemte visninger (0)' }).waitFor();
  });

  it('tells what is about to be overdue', async () => {
    const page = await signedInAs('coordinator', '/forloeb-i-staa');
    await page.locator('summary').filter({ hasText: 'Frister, der snart overskrides' }).click();
    await page.getByText('Opgaver, hvis frist er inden for det næste døgn.').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('comes as a file', async () => {
    const page = await signedInAs('coordinator', '/forloeb-i-staa?aarsag=overdueTask');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Hent som CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('forloeb-i-staa.csv');
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    expect(text).toContain(`${id};Overskredet opgave;Giv apoteket besked om ophør`);
    expect(text).not.toContain(dagny.name);
  });

  it('says what the system could not do, and how trying again went', async () => {
    await server().rows(
      `insert into incident (id, kind, subject, organisation_id, opened_at, attempts, last_error, advice, status)
       select gen_random_uuid(), 'effect', 'gone', organisation_id, now(), 8, 'down', '{"da":"Ring til modtageren","en":"Call the receiver"}', 'open'
       from person where subject = 'dev|coordinator'`,
    );
    const page = await signedInAs('coordinator', '/forloeb-i-staa');
    await page.locator('summary').filter({ hasText: 'Det, systemet ikke kunne' }).click();
    await page.getByText('Ring til modtageren').waitFor();
    await page.getByRole('button', { name: 'Prøv igen', exact: true }).click();
    await page.getByText('Det lykkedes ikke').waitFor();
    await page.getByRole('button', { name: 'Prøv alle igen' }).click();
    await page.getByText('prøves igen: 0 · er gjort i mellemtiden: 0 · kan ikke prøves igen: 1').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-i-staa-fejl');
  });

  it.each(['regionalCoordinator', 'nationalCoordinator'] as const)(
    'gives a %s numbers alone, small ones hidden',
    async (name) => {
      const page = await signedInAs(name, '/forloeb-i-staa');
      await page.getByText('Du ser tal.').waitFor();
      const body = await page.locator('body').innerText();
      expect(body).not.toContain(id.slice(0, 8));
      expect(body).not.toContain('Giv apoteket besked');
      await page.getByText('færre end 5').first().waitFor();
      expect(await axe(page)).toEqual([]);
      await screenshot(page, `forloeb-i-staa-${name}`);
    },
  );

  it('says how long others stood where a case stands, and that it has stood there unusually long', async () => {
    // Twenty earlier stays of some eleven hours: the buckets are quarters of a doubling.
    await server().rows(
      `insert into dwell (state, bucket, stays) select distinct regexp_replace(key, '[.](due|overdue)$', ''), 13, 20
       from task where title ->> 'da' like '%Giv apoteket besked om ophør' and closed_at is null`,
    );
    const page = await signedInAs('coordinator', '/forloeb-i-staa?aarsag=overdueTask');
    const row = page.getByRole('row', { name: 'Giv apoteket besked om ophør' });
    await row.getByText(/har ventet 1\d dage, plejer at tage 10 timer \(ni af ti højst 10 timer\)/).waitFor();
    await row.getByText('længere end ni af ti tidligere').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('lists the tasks that are due within a day, with whoever can still do them', async () => {
    const soon = await openActiveCase(server(), '2509477004', { name: 'Vera Prøve', entry: 'identified' });
    await server().rows(
      `update task set deadline_at = (select at from clock) + interval '5 hours' where case_id = $1 and closed_at is null`,
      [soon],
    );
    const page = await signedInAs('coordinator', '/forloeb-i-staa');
    await page.locator('summary').filter({ hasText: 'Frister, der snart overskrides' }).click();
    const row = page.getByRole('table', { name: 'Frister, der snart overskrides' }).getByRole('row', {
      name: soon.slice(0, 8),
    });
    await row.first().getByText('Kommunens sygeplejerske').waitFor();
    await row.first().getByText('Ingen har taget opgaven').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-i-staa-snart');
    await row.first().getByRole('link').click();
    await page.waitForURL(`**/forloeb/${soon}`);
  });

  it('is filtered by municipality and by care record, for whoever sees more than one', async () => {
    const south = await openActiveCase(server(), '2509477003', { name: 'Sofus Prøve' });
    const [other] = await server().rows<{ id: string }>(
      `with south as (insert into organisation (id, kind, name, duty_contact)
         values (gen_random_uuid(), 'municipality', 'Testkommune Syd', 'Vagten i syd') returning id),
       record as (insert into care_record (organisation_id, value, source, valid_from)
         select id, 'columnaCura', 'Test', '2020-01-01' from south)
       update "case" set municipality_id = south.id from south where "case".id = '${south}' returning south.id`,
    );
    await addOverdueTask(server(), south, 'dose-dispensing.suitability.open.overdue', 'municipal');
    const page = await signedInAs('administrator', '/forloeb-i-staa');
    const rows = page.getByRole('table').first().getByRole('row');
    const inSouth = rows.filter({ hasText: 'Testkommune Syd' });
    const inNorth = rows.filter({ hasText: 'Testkommune Nord' });
    await inSouth.first().waitFor();
    await inNorth.first().waitFor();
    await page
      .getByRole('navigation', { name: 'Kommune' })
      .getByRole('link', { name: /^Testkommune Syd/ })
      .click();
    await page.waitForURL(`**/forloeb-i-staa?kommune=${other?.id}`);
    await inNorth.first().waitFor({ state: 'detached' });
    await inSouth.first().waitFor();
    await page.goto('/forloeb-i-staa');
    await page
      .getByRole('navigation', { name: 'Omsorgsjournal (EOJ)' })
      .getByRole('link', { name: 'Columna Cura' })
      .click();
    await page.waitForURL('**/forloeb-i-staa?eoj=columnaCura');
    await inNorth.first().waitFor({ state: 'detached' });
    await inSouth.first().waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('fits a narrow screen, in English', async () => {
    const page = await signedInAs('administrator', '/forloeb-i-staa', 390);
    await page.getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Stuck cases' }).waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-i-staa-390');
  });
});
