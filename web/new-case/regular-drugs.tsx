import { caseTexts } from '../case-texts.ts';
import { labelOf, labelOfValue } from '../fields.ts';
import { useSpeech } from '../language.tsx';
import { DrugField } from '../parts/drug-field.tsx';
import { DrugName } from '../parts/drug-name.tsx';
import { Radios } from '../parts/field.tsx';
import { texts } from '../texts.ts';
import { entryOfDrug } from './entries.ts';
import { faultOfDrug } from './given.ts';
import type { ChosenDrug, Given } from './given.ts';
import { wordsOf } from './send.ts';

type Change = (part: Partial<Given>, ...settled: string[]) => void;

/** The citizen's drugs, with the D mark of the price list; what only a person can know of each is asked. */
export function RegularDrugs({
  drugs,
  faults,
  recorded,
  change,
}: {
  drugs: readonly ChosenDrug[];
  faults: Readonly<Record<string, string>>;
  recorded: ReadonlySet<string>;
  change: Change;
}) {
  const { say } = useSpeech();
  return (
    <fieldset className="form-group">
      <legend className="form-label">{say(texts.drugs)}</legend>
      <p className="secondary">{say(caseTexts.drugsIntro)}</p>
      {drugs.length > 0 && (
        <ul className="chosen-drugs">
          {drugs.map((drug) => (
            <ChosenDrugItem
              key={drug.drugId}
              drug={drug}
              fault={faults[faultOfDrug(drug.drugId)]}
              isRecorded={recorded.has(wordsOf(entryOfDrug(drug)))}
              put={(next) =>
                change(
                  { drugs: drugs.flatMap((each) => (each === drug ? (next ?? []) : [each])) },
                  faultOfDrug(drug.drugId),
                )
              }
            />
          ))}
        </ul>
      )}
      <DrugField
        label={say(texts.addDrug)}
        fault={undefined}
        value=""
        own={[]}
        leftOut={drugs.map(({ drugId }) => drugId)}
        change={(drugId, also, name) => {
          if (drugs.some((each) => each.drugId === drugId)) return;
          const isDoseDispensable = also?.['isDoseDispensable'] === true;
          const dosing = isDoseDispensable ? 'packed' : 'beside';
          const chosen = { drugId, name: name ?? drugId, isDoseDispensable, hasStructuredDosage: undefined, dosing };
          change({ drugs: [...drugs, chosen as ChosenDrug] });
        }}
      />
    </fieldset>
  );
}

function ChosenDrugItem({
  drug,
  fault,
  isRecorded,
  put,
}: {
  drug: ChosenDrug;
  fault: string | undefined;
  isRecorded: boolean;
  /** Nothing takes it off the list. */
  put: (drug: ChosenDrug | undefined) => void;
}) {
  const { say } = useSpeech();
  const { drugId, name, isDoseDispensable, hasStructuredDosage, dosing } = drug;
  return (
    <li>
      <strong>
        <DrugName id={drugId} name={name === drugId ? undefined : name} />
      </strong>{' '}
      {say(isDoseDispensable ? texts.mayBePacked : texts.mayNotBePacked)}
      {!isDoseDispensable && `: ${say(caseTexts.givenBeside)}`}{' '}
      {isRecorded ? (
        <span className="badge badge-success">{say(caseTexts.recorded)}</span>
      ) : (
        <>
          <button type="button" className="row-button" onClick={() => put(undefined)}>
            {say(texts.remove)}
            <span className="sr-only"> {name}</span>
          </button>
          <Radios
            legend={`${name}: ${say(caseTexts.structuredOf)}`}
            hint={say(caseTexts.structuredHint)}
            fault={fault}
            options={[
              { value: 'true', label: say(texts.yes) },
              { value: 'false', label: say(texts.no) },
            ]}
            value={hasStructuredDosage === undefined ? undefined : String(hasStructuredDosage)}
            choose={(value) => put({ ...drug, hasStructuredDosage: value === 'true' })}
          />
          {isDoseDispensable && (
            <Radios
              legend={`${name}: ${say(labelOf('recordDrug', 'dosing'))}`}
              options={(['packed', 'beside'] as const).map((value) => ({ value, label: say(labelOfValue(value)) }))}
              value={dosing}
              choose={(value) => put({ ...drug, dosing: value })}
            />
          )}
        </>
      )}
    </li>
  );
}
