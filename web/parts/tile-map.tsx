import type { MunicipalUptake } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { texts } from '../programme-texts.ts';

const tile = 46;
const gap = 3;

/** The municipalities where they lie, roughly, each with its value as a number and as a shade; those not looked at are faint. */
export function TileMap({
  municipalities,
  isSeen,
  label: what,
  valueOf,
  steps,
  unit = '',
}: {
  municipalities: readonly MunicipalUptake[];
  isSeen: (municipality: MunicipalUptake) => boolean;
  label: string;
  valueOf: (municipality: MunicipalUptake) => number | null;
  /** From which value on each of five shades holds. */
  steps: readonly [number, number, number, number, number];
  unit?: string;
}) {
  const { say, number } = useSpeech();
  const columns = Math.max(...municipalities.map((each) => each.tile.column)) + 1;
  const rows = Math.max(...municipalities.map((each) => each.tile.row)) + 1;
  const label = `${say(texts.municipalities)}: ${what}`;
  return (
    <figure className="chart tile-map">
      <section className="scrolls" tabIndex={0} aria-label={label}>
        <svg viewBox={`0 0 ${columns * tile} ${rows * tile}`} role="img" aria-label={label}>
          {municipalities.map((municipality) => {
            const value = valueOf(municipality);
            const shade = value === null ? 'none' : String(steps.filter((step) => value >= step).length);
            const { code, name, tile: place } = municipality;
            return (
              <g
                key={code}
                className={`tile shade-${shade} ${isSeen(municipality) ? '' : 'faint'}`}
                transform={`translate(${place.column * tile} ${place.row * tile})`}
              >
                <title>{`${name}: ${value === null ? say(texts.unknown) : `${number(value)}${unit}`}`}</title>
                <rect width={tile - gap} height={tile - gap} rx="3" />
                <text x={(tile - gap) / 2} y="17" textAnchor="middle">
                  {name.slice(0, 6)}
                </text>
                <text x={(tile - gap) / 2} y="34" textAnchor="middle" className="share">
                  {value === null ? '–' : number(value)}
                </text>
              </g>
            );
          })}
        </svg>
      </section>
    </figure>
  );
}
