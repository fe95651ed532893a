import { Link } from '@tanstack/react-router';
import type { StuckCareRecord, StuckCause, StuckSummary } from '../../api.ts';
import { useSpeech } from '../../language.tsx';
import type { StuckAsked } from '../../stuck-questions.ts';
import { careRecords, texts } from '../../stuck-texts.ts';
import { stuckCauses, texts as common } from '../../texts.ts';
import { FilterLinks } from '../filter-links.tsx';

/** Which of them: by cause, municipality, care record, age, and what was chosen in the list or on the map. */
export function StuckFilters({ asked, summary: { counts } }: { asked: StuckAsked; summary: StuckSummary }) {
  const { say } = useSpeech();
  const sum = (of: readonly { count: number | null }[]): number => of.reduce((all, { count }) => all + (count ?? 0), 0);
  const causes = (Object.keys(stuckCauses) as StuckCause[]).filter((cause) =>
    counts.some((row) => row.cause === cause),
  );
  const municipalities = [...new Map(counts.map((row) => [row.municipality, row.municipalityName]))];
  const choice = (label: string, more: StuckAsked, chosen: boolean) => (
    <Link
      key={label}
      to="/forloeb-i-staa"
      search={{ ...asked, efter: undefined, ...more }}
      className="choice"
      activeOptions={{ exact: true }}
      aria-current={chosen ? 'true' : undefined}
      resetScroll={false}
    >
      {label}
    </Link>
  );
  return (
    <section className="filters" aria-label={say(common.filters)}>
      <FilterLinks title={say(common.cause)}>
        {choice(`${say(common.all)} (${sum(counts)})`, { aarsag: undefined }, asked.aarsag === undefined)}
        {causes.map((cause) =>
          choice(
            `${say(stuckCauses[cause])} (${sum(counts.filter((row) => row.cause === cause))})`,
            { aarsag: cause },
            asked.aarsag === cause,
          ),
        )}
      </FilterLinks>
      {municipalities.length > 1 && (
        <>
          <FilterLinks title={say(common.municipality)}>
            {choice(say(common.all), { kommune: undefined }, asked.kommune === undefined)}
            {municipalities.map(([id, name]) =>
              choice(
                `${name} (${sum(counts.filter((row) => row.municipality === id))})`,
                { kommune: id },
                asked.kommune === id,
              ),
            )}
          </FilterLinks>
          <FilterLinks title={say(texts.careRecord)}>
            {choice(say(common.all), { eoj: undefined }, asked.eoj === undefined)}
            {(Object.keys(careRecords) as StuckCareRecord[]).map((eoj) =>
              choice(say(careRecords[eoj]), { eoj }, asked.eoj === eoj),
            )}
          </FilterLinks>
        </>
      )}
      <FilterLinks title={say(common.age)}>
        {choice(say(common.all), { dage: undefined }, asked.dage === undefined)}
        {[2, 7, 30].map((dage) =>
          choice(`${say(common.atLeast)} ${dage} ${say(common.days)}`, { dage }, asked.dage === dage),
        )}
      </FilterLinks>
      {asked.tilstand && (
        <FilterLinks title={say(common.state)}>
          {choice(`${say(common.chosenInChart)}: ${say(common.remove)}`, { tilstand: undefined }, true)}
        </FilterLinks>
      )}
      {asked.hos && (
        <FilterLinks title={say(common.responsible)}>
          {choice(`${say(common.oneOrganisation)}: ${say(common.remove)}`, { hos: undefined }, true)}
        </FilterLinks>
      )}
    </section>
  );
}
