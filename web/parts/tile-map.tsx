import type { MunicipalUptake } from '../api.ts';
import { useSpeech } from '../language.tsx';
import { shareOf } from '../lenses.ts';
import { texts } from '../programme-texts.ts';

const tile = 46;
const gap = 3;
const steps = [2, 4, 6, 8, 10];

/** The municipalities where they lie, roughly, each with its share as a number and as a shade; those not looked at are faint. */
export function TileMap({
  municipalities,
  isSeen,
}: {
  municipalities: readonly MunicipalUptake[];
  isSeen: (municipality: MunicipalUptake) => boolean;
}) {
  const { say, number } = useSpeech();
  const columns = Math.max(...municipalities.map((each) => each.tile.column)) + 1;
  const rows = Math.max(...municipalities.map((each) => each.tile.row)) + 1;
  const label = `${say(texts.municipalities)}: ${say(texts.share75)}`;
  return (
    <figure className="chart tile-map">
      <section className="scrolls" tabIndex={0} aria-label={label}>
        <svg viewBox={`0 0 ${columns * tile} ${rows * tile}`} role="img" aria-label={label}>
          {municipalities.map((municipality) => {
            const share = shareOf(municipality);
            const shade = share === null ? 'none' : String(steps.filter((step) => share >= step).length);
            const { code, name, tile: place } = municipality;
            return (
              <g
                key={code}
                className={`tile shade-${shade} ${isSeen(municipality) ? '' : 'faint'}`}
                transform={`translate(${place.column * tile} ${place.row * tile})`}
              >
                <title>{`${name}: ${share === null ? say(texts.unknown) : `${number(share)} %`}`}</title>
                <rect width={tile - gap} height={tile - gap} rx="3" />
                <text x={(tile - gap) / 2} y="17" textAnchor="middle">
                  {name.slice(0, 6)}
                </text>
                <text x={(tile - gap) / 2} y="34" textAnchor="middle" className="share">
                  {share === null ? '–' : number(share)}
                </text>
              </g>
            );
          })}
        </svg>
      </section>
    </figure>
  );
}
