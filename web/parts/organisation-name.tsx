import { useQuery } from '@tanstack/react-query';
import { organisation } from '../questions.ts';

export function OrganisationName({ id }: { id: string }) {
  const { data } = useQuery(organisation(id));
  return data?.name ?? ' ';
}
