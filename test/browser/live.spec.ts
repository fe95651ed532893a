/** Two people at once: what one does shows at the other, and neither writes over the other. */
import { axe, screenshot } from '../support/browser.ts';
import type { Page } from '../support/browser.ts';
import { pagesOf, persons } from '../support/pages.ts';
import type { PersonName } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

const erna = { cpr: '2509475001', name: 'Erna Prøve' };
const poul = { cpr: '2509475002', name: 'Poul Prøve' };

describeWith({ chromium: true }, 'two people at once', () => {
  const { server, signedInAs, give } = pagesOf();
  let ernas: string;
  let pouls: string;

  beforeAll(async () => {
    ernas = await openActiveCase(server(), erna.cpr, { name: erna.name, entry: 'identified' });
    pouls = await openActiveCase(server(), poul.cpr, { name: poul.name, entry: 'identified' });
  });

  const form = (page: Page) => page.locator('form.command');
  const reads = async (): Promise<number> => {
    const [row] = await server().rows<{ reads: number }>(
      `select count(*)::int as reads from audit where action = 'read' and detail = 'case' and case_id = $1`,
      [ernas],
    );
    return row?.reads ?? 0;
  };

  it('see at once who took a task', async () => {
    const [one, other] = [await signedInAs('nurse', '/arbejdsliste'), await signedInAs('nurse', '/arbejdsliste')];
    const task = { name: `${erna.name} ${erna.cpr} Spørg om samtykke` };
    await other.getByRole('row', task).getByText('ingen endnu').waitFor();
    await one.getByRole('row', task).getByRole('button', { name: 'Tag' }).click();
    await other.getByRole('row', task).getByText('mig').waitFor();
  });

  it('see a case move, and a case that does not move is not asked for again', async () => {
    const page = await signedInAs('nurse', `/forloeb/${ernas}`);
    await page.getByRole('heading', { name: erna.name, level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Tæl beholdningen' }).waitFor();
    const before = await reads();
    await give(pouls, 'countStock', { lastsUntil: '2026-12-10' });
    await give(ernas, 'askConsent');
    await page.getByText('Få svar på spørgsmålet om samtykke').waitFor();
    expect(await reads()).toBe(before + 1);
  });

  it('are told of each other before anything is written over', async () => {
    const [one, other] = [
      await signedInAs('nurse', `/forloeb/${pouls}`),
      await signedInAs('nurse', `/forloeb/${pouls}`),
    ];
    await one.getByRole('button', { name: 'Ikke egnet til dosispakning' }).click();
    await form(one).getByLabel('Begrundelse').fill('Skifter medicin hver uge');
    await other.getByRole('button', { name: 'Vurdér stabilitet' }).click();
    for (const question of ['Har medicinen været stabil?', 'Ventes den at være stabil?']) {
      await form(other).getByRole('group', { name: question }).getByText('Ja').click();
    }
    await form(other).getByRole('group', { name: 'Er en ændring planlagt?' }).getByText('Nej').click();
    await form(other).getByRole('button', { name: 'Vurdér stabilitet' }).click();
    await one.getByRole('button', { name: 'Egnet til dosispakning', exact: true }).waitFor();
    expect(await form(one).getByLabel('Begrundelse').inputValue()).toBe('Skifter medicin hver uge');
    await form(one).getByRole('button', { name: 'Ikke egnet til dosispakning' }).click();
    await form(one).getByText('Forløbet er ændret, siden du åbnede formularen').waitFor();
    await form(one).getByText('Vurdér stabilitet').waitFor();
    await form(one).getByRole('button', { name: 'Annuller' }).click();
    const given = await server().rows(
      `select 1 from journal where case_id = $1 and type = 'assessNotSuited' and outcome = 'accepted'`,
      [pouls],
    );
    expect(given).toEqual([]);
  });

  it('are gone from the page when they are dismissed', async () => {
    const page = await signedInAs('nurse', `/forloeb/${ernas}`);
    await page.getByText(persons.nurse).waitFor();
    await server().rows('delete from session');
    await give(ernas, 'countStock', { lastsUntil: '2026-12-11' });
    await page.getByRole('heading', { name: 'Log ind', level: 1 }).waitFor();
  });

  it('find what they had typed when the session ended, once they are signed in again beside it', async () => {
    const page = await signedInAs('nurse', `/forloeb/${ernas}`);
    const typed = form(page).getByLabel('Begrundelse');
    const out = page.getByRole('dialog', { name: 'Du er blevet logget ud' });
    const signInBeside = async (name: PersonName): Promise<void> => {
      const [beside] = await Promise.all([
        page.waitForEvent('popup'),
        out.getByRole('link', { name: 'Log ind i et nyt vindue' }).click(),
      ]);
      await beside.getByRole('button', { name: persons[name] }).click();
      await out.waitFor({ state: 'detached' });
    };
    await page.getByRole('button', { name: 'Ikke egnet til dosispakning' }).click();
    await typed.fill('Skifter medicin hver uge');
    await server().rows('delete from session');
    await form(page).getByRole('button', { name: 'Ikke egnet til dosispakning' }).click();
    await out.waitFor();
    expect(await typed.isVisible()).toBe(false);
    expect(await page.getByText(erna.name).filter({ visible: true }).count()).toBe(0);
    expect(await page.title()).not.toContain(erna.name);
    await page.keyboard.press('Escape');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'logget-ud');
    await signInBeside('nurse');
    expect(await typed.inputValue()).toBe('Skifter medicin hver uge');
    await form(page).getByRole('button', { name: 'Ikke egnet til dosispakning' }).click();
    await page.getByText('Gjort: Ikke egnet til dosispakning').waitFor();

    await page.getByRole('button', { name: 'Skriv en note' }).click();
    await page.getByLabel('Skriv en note').fill('Datteren ringer efter kl. 15');
    await server().rows('delete from session');
    await page.getByRole('button', { name: 'Gem noten' }).click();
    await out.waitFor();
    await signInBeside('planner');
    await page.getByText(persons.planner).waitFor();
    expect(await page.getByText('Datteren ringer').count()).toBe(0);
    expect(await page.getByLabel('Skriv en note').count()).toBe(0);
  });

  it('are signed out in every window at once, whatever was typed there', async () => {
    const page = await signedInAs('nurse', `/forloeb/${pouls}`);
    await page.getByRole('button', { name: 'Skriv en note' }).click();
    await page.getByLabel('Skriv en note').fill('Datteren ringer efter kl. 15');
    const other = await page.context().newPage();
    await other.goto('/forloeb');
    await other.getByRole('button', { name: 'Log ud' }).click();
    await page.getByRole('heading', { name: 'Log ind', level: 1 }).waitFor();
  });
});
