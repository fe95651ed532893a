import { Field } from '../parts/field.tsx';

interface Asked {
  label: string;
  fault: string | undefined;
  value: string;
  change: (value: string) => void;
}

export function Line({ label, fault, value, max, change }: Asked & { max: number }) {
  return (
    <Field label={label} fault={fault}>
      {(field) => (
        <input
          {...field}
          className="form-input"
          autoComplete="off"
          maxLength={max}
          value={value}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Field>
  );
}

export function Lines({ label, fault, value, change }: Asked) {
  return (
    <Field label={label} fault={fault}>
      {(field) => (
        <textarea
          {...field}
          className="form-input"
          rows={2}
          maxLength={1000}
          value={value}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Field>
  );
}

export function Day({ label, fault, value, change }: Asked) {
  return (
    <Field label={label} fault={fault}>
      {(field) => (
        <input
          {...field}
          type="date"
          className="form-input short"
          value={value}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Field>
  );
}
