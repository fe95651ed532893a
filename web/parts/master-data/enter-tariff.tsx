import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api.ts';
import type { Tariff, Text } from '../../api.ts';
import { errorWords } from '../../error-words.ts';
import { faultsOf } from '../../fault-words.ts';
import { useSpeech } from '../../language.tsx';
import { texts } from '../../master-data-texts.ts';
import { texts as common } from '../../texts.ts';
import { Field } from '../field.tsx';
import { FormFoot } from '../form-foot.tsx';
import { Message } from '../message.tsx';

const amounts = {
  dispatchOre: texts.dispatch,
  packingOre: texts.packing,
  deliveryOre: texts.delivery,
  gpStartOre: texts.gpStart,
  rePrescriptionOre: texts.rePrescription,
} satisfies Partial<Record<keyof Tariff, Text>>;
const counts = { feeDays: texts.feeDays, vatPercent: texts.vatPercent } satisfies Partial<Record<keyof Tariff, Text>>;

type Amount = keyof typeof amounts;
type Count = keyof typeof counts;
type Written = Record<Amount | Count | 'id' | 'validFrom' | 'source', string>;

/** In kroner as they are written in Danish, both ways. */
const kroner = (ore: number): string => (ore / 100).toFixed(2).replace('.', ',');
/** NaN where it is none. A point before three digits parts thousands, and is not taken for a decimal sign. */
const ore = (written: string): number =>
  /^\d+([.,]\d{1,2})?$/.test(written.trim()) ? Math.round(Number(written.trim().replace(',', '.')) * 100) : Number.NaN;
const isCount = (written: string): boolean => /^\d+$/.test(written.trim());

/** The next tariff, begun from the one before: what has not changed need not be copied. One that has not begun is put right. */
export function EnterTariff({
  from,
  isCorrection,
  earliest,
  close,
}: {
  from: Tariff;
  isCorrection: boolean;
  earliest: string;
  close: () => void;
}) {
  const { say } = useSpeech();
  const client = useQueryClient();
  const [written, setWritten] = useState<Written>(() => ({
    id: isCorrection ? from.id : '',
    validFrom: isCorrection ? from.validFrom : '',
    source: isCorrection ? from.source : '',
    feeDays: String(from.feeDays),
    vatPercent: String(from.vatPercent),
    dispatchOre: kroner(from.dispatchOre),
    packingOre: kroner(from.packingOre),
    deliveryOre: kroner(from.deliveryOre),
    gpStartOre: kroner(from.gpStartOre),
    rePrescriptionOre: kroner(from.rePrescriptionOre),
  }));
  const save = useMutation({
    mutationFn: () => {
      const { id, validFrom, source } = written;
      return answerOf(
        api.POST('/api/tariffs', {
          body: {
            ...{ id, validFrom, source },
            feeDays: Number(written.feeDays),
            vatPercent: Number(written.vatPercent),
            dispatchOre: ore(written.dispatchOre),
            packingOre: ore(written.packingOre),
            deliveryOre: ore(written.deliveryOre),
            gpStartOre: ore(written.gpStartOre),
            rePrescriptionOre: ore(written.rePrescriptionOre),
          },
        }),
      );
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['tariffs'] });
      close();
    },
  });
  const [unread, setUnread] = useState<Record<string, string>>({});
  const faults = { ...faultsOf(save.error, say), ...unread };
  const input = (name: keyof Written, label: Text, more: object = {}, hint?: Text) => (
    <Field key={name} label={say(label)} hint={hint && say(hint)} fault={faults[name]}>
      {(field) => (
        <input
          {...field}
          {...more}
          className="form-input"
          value={written[name]}
          onChange={({ target }) => setWritten({ ...written, [name]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <form
      className="part"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const missing = [
          ...Object.keys(amounts).flatMap((name) =>
            Number.isNaN(ore(written[name as Amount])) ? [[name, texts.writeAmount] as const] : [],
          ),
          ...Object.keys(counts).flatMap((name) =>
            isCount(written[name as Count]) ? [] : [[name, texts.writeCount] as const],
          ),
        ];
        setUnread(Object.fromEntries(missing.map(([name, words]) => [name, say(words)])));
        if (missing.length === 0) save.mutate();
      }}
    >
      <h3 className="h5">{say(isCorrection ? texts.correctTariff : texts.newTariff)}</h3>
      {(save.error || Object.keys(faults).length > 0) && (
        <Message
          kind="error"
          heading={
            Object.keys(faults).length > 0 ? say(common.correctFields) : save.error ? errorWords(save.error, say) : ''
          }
        />
      )}
      {input('validFrom', texts.firstDay, { type: 'date', min: earliest }, texts.introduceHint)}
      {input('source', texts.tariffSource)}
      {input('id', texts.tariffName, { readOnly: isCorrection, maxLength: 50 }, texts.tariffNameHint)}
      <p className="secondary">{say(texts.tariffAmounts)}</p>
      <div className="side-by-side">
        {(Object.keys(amounts) as Amount[]).map((name) => input(name, amounts[name], { inputMode: 'decimal' }))}
        {(Object.keys(counts) as Count[]).map((name) => input(name, counts[name], { inputMode: 'numeric' }))}
      </div>
      <FormFoot label={say(texts.save)} isBusy={save.isPending} close={close} />
    </form>
  );
}
