import type { Figure } from './figures.query.ts';

const figure = (month: string, area: string, numbers: Partial<Figure>, source: string, vintage: string): Figure => ({
  month,
  area,
  usersAll: null,
  users65: null,
  users75: null,
  share65: null,
  share75: null,
  source,
  vintage,
  ...numbers,
});
const momentum = 'KL Momentum, 19. februar 2024';
const regions2024 = 'Danske Regioner, status på dosispakket medicin (efterår 2024)';
const programme = 'Programmets styregruppe, september 2025';

/** What the programme's documents say (R74–R77); the series 2007–2023 exists as a picture alone, and is imported when it is had (R86). */
export const publishedFigures: readonly Figure[] = [
  figure('2021-12', 'DK', { usersAll: 32_535 }, momentum, '2024-02-19'),
  figure('2023-09', 'DK', { usersAll: 43_650 }, regions2024, '2024-11-01'),
  figure('2023-12', 'DK', { usersAll: 46_195 }, momentum, '2024-02-19'),
  figure('2024-09', 'DK', { usersAll: 54_860 }, regions2024, '2024-11-01'),
  figure('2025-09', 'DK', { usersAll: 62_725, share75: 6.2 }, programme, '2025-09-03'),
  figure('2024-09', '1084', { share65: 2.9, share75: 4.5 }, regions2024, '2024-11-01'),
  figure('2024-09', '1082', { share65: 4.2, share75: 6.9 }, regions2024, '2024-11-01'),
  figure('2024-09', '1081', { share65: 4.2, share75: 6.7 }, regions2024, '2024-11-01'),
  figure('2024-09', '1085', { share65: 2.8, share75: 4.3 }, regions2024, '2024-11-01'),
  figure('2024-09', '1083', { share65: 3.1, share75: 4.9 }, regions2024, '2024-11-01'),
];
