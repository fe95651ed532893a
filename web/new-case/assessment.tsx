import type { Text } from '../api.ts';
import { caseTexts, checkStates } from '../case-texts.ts';
import { labelOf } from '../fields.ts';
import { useSpeech } from '../language.tsx';
import { Radios } from '../parts/field.tsx';
import { texts } from '../texts.ts';
import { Day, Lines } from './fields.tsx';
import { stabilityQuestions } from './given.ts';
import type { Given } from './given.ts';
import { RegularDrugs } from './regular-drugs.tsx';
import { checklistOf } from './suitability.ts';

interface Part {
  given: Given;
  faults: Readonly<Record<string, string>>;
  change: (part: Partial<Given>, ...settled: string[]) => void;
}

/** The checklist of the suitability assessment (§3.1): drugs, stability both ways, stock, and what the nurse makes of it. */
export function Assessment({ given, faults, recorded, change }: Part & { recorded: ReadonlySet<string> }) {
  const { say } = useSpeech();
  const optional = (label: Text): string => `${say(label)} (${say(texts.optional)})`;
  return (
    <>
      <h2 className="h4">{say(caseTexts.suitability)}</h2>
      <p>{say(caseTexts.suitabilityIntro)}</p>
      <RegularDrugs drugs={given.drugs} faults={faults} recorded={recorded} change={change} />
      <h3 className="h5">{say(caseTexts.stability)}</h3>
      <p className="secondary">{say(caseTexts.stabilityIntro)}</p>
      {stabilityQuestions.map((name) => (
        <Radios
          key={name}
          legend={say(labelOf('stateStability', name))}
          fault={faults[name]}
          options={[
            { value: 'true', label: say(texts.yes) },
            { value: 'false', label: say(texts.no) },
          ]}
          value={given.stability[name] === undefined ? undefined : String(given.stability[name])}
          choose={(value) => change({ stability: { ...given.stability, [name]: value === 'true' } }, name)}
        />
      ))}
      <Lines
        label={optional(labelOf('stateStability', 'remark'))}
        fault={undefined}
        value={given.remark}
        change={(remark) => change({ remark }, ...(remark.trim() ? [] : stabilityQuestions))}
      />
      <Day
        label={say(labelOf('countStock', 'lastsUntil'))}
        fault={faults['lastsUntil']}
        value={given.lastsUntil}
        change={(lastsUntil) => change({ lastsUntil })}
      />
      <Checklist given={given} />
      <Conclusion given={given} faults={faults} change={change} />
    </>
  );
}

function Checklist({ given }: { given: Given }) {
  const { say } = useSpeech();
  return (
    <section className="checklist" aria-label={say(caseTexts.checklist)}>
      <h3 className="h5">{say(caseTexts.checklist)}</h3>
      <ul>
        {checklistOf(given).map(({ title, state, part, note }) => (
          <li key={title.da} className={`check-${state}`}>
            <strong>{say(checkStates[state])}</strong>: {say(title)}
            {part && ` (${part.some} ${say(caseTexts.of)} ${part.all})`}
            {note && <span className="secondary"> {say(note)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Conclusion({ given: { conclusion, notSuitedReason }, faults, change }: Part) {
  const { say } = useSpeech();
  return (
    <>
      <Radios
        legend={say(caseTexts.conclusion)}
        fault={faults['conclusion']}
        options={[
          { value: 'later', label: say(caseTexts.conclusionLater) },
          { value: 'suited', label: say(caseTexts.conclusionSuited) },
          { value: 'notSuited', label: say(caseTexts.conclusionNotSuited) },
        ]}
        value={conclusion ?? 'later'}
        choose={(chosen) => change({ conclusion: chosen }, 'notSuitedReason')}
      />
      {conclusion === 'notSuited' && (
        <Lines
          label={say(labelOf('assessNotSuited', 'reason'))}
          fault={faults['notSuitedReason']}
          value={notSuitedReason}
          change={(reason) => change({ notSuitedReason: reason })}
        />
      )}
    </>
  );
}
