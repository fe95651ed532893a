import { useId } from 'react';
import type { ReactNode } from 'react';

interface FieldProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** A label, what helps, and what is wrong, tied to the one control inside. */
export function Field({
  label,
  hint,
  fault,
  children,
}: {
  label: string;
  hint?: string | undefined;
  fault?: string | undefined;
  children: (field: FieldProps) => ReactNode;
}) {
  const id = useId();
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div className={`form-group ${fault ? 'form-error' : ''}`}>
      <label className="form-label" htmlFor={id}>
        {label}
      </label>
      {hint && (
        <span className="form-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {fault && (
        <span className="form-error-message" id={`${id}-fault`}>
          {fault}
        </span>
      )}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': fault ? true : undefined })}
    </div>
  );
}

/** One of a few, all seen at once. */
export function Radios<Value extends string>({
  legend,
  hint,
  fault,
  options,
  value,
  choose,
}: {
  legend: string;
  hint?: string | undefined;
  fault?: string | undefined;
  options: readonly { value: Value; label: string }[];
  value: Value | undefined;
  choose: (value: Value) => void;
}) {
  const id = useId();
  return (
    <fieldset className={`form-group ${fault ? 'form-error' : ''}`}>
      <legend className="form-label">{legend}</legend>
      {hint && <span className="form-hint">{hint}</span>}
      {fault && <span className="form-error-message">{fault}</span>}
      <div className={options.length === 2 ? 'yes-no' : ''}>
        {options.map((option) => (
          <div key={option.value} className="form-group-radio">
            <input
              type="radio"
              className="form-radio"
              id={`${id}-${option.value}`}
              name={id}
              checked={value === option.value}
              onChange={() => choose(option.value)}
            />
            <label className="form-label" htmlFor={`${id}-${option.value}`}>
              {option.label}
            </label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
