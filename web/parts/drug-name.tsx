/** A drug as people know it, by name and strength; the number after it, or alone where no price list holds the drug. */
export function DrugName({ id, name }: { id: string; name?: string | undefined }) {
  if (!name) return <>{id}</>;
  return (
    <>
      {name} <span className="secondary">{id}</span>
    </>
  );
}
