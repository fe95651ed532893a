import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { firstPageOf } from '../places.ts';
import { myself } from '../questions.ts';

/** Everyone begins where the day's work is. */
export function HomePage() {
  const { data: me } = useQuery(myself);
  return me ? <Navigate to={firstPageOf(me.role)} replace /> : null;
}
