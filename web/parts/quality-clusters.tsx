import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useSpeech } from '../language.tsx';
import { clusterLensNames } from '../lenses.ts';
import type { ClusterLens } from '../lenses.ts';
import { clusterPackages } from '../master-data-texts.ts';
import { texts } from '../programme-texts.ts';
import { clusterUptake } from '../questions.ts';
import { texts as common } from '../texts.ts';
import { FilterLinks } from './filter-links.tsx';
import { Failed, Loading } from './message.tsx';
import { Picture } from './picture.tsx';

const lensTexts = { vinder: texts.gainMost, udenPakke: texts.withoutPackage } satisfies Record<ClusterLens, unknown>;

/** General practices' own clusters: how many use dose packing, and where most could be gained (R14). */
export function QualityClusters() {
  const { say } = useSpeech();
  const asked = useSearch({ from: '/udbredelse' });
  const { data, error, refetch } = useQuery(clusterUptake);
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  const { klynger } = asked;
  const shown = data.items.filter(
    (each) => klynger === undefined || (klynger === 'vinder' ? each.couldGain > 0 : each.package === null),
  );
  return (
    <>
      <p>{say(texts.clustersIntro)}</p>
      <section className="filters" aria-label={`${say(common.filters)}: ${say(texts.clusters)}`}>
        <FilterLinks title={say(texts.clusterLens)}>
          {[undefined, ...clusterLensNames].map((name) => (
            <Link
              key={name ?? 'alle'}
              to="/udbredelse"
              search={{ ...asked, klynger: name }}
              className="choice"
              activeOptions={{ exact: true }}
              aria-current={klynger === name ? 'true' : undefined}
              resetScroll={false}
            >
              {say(name ? lensTexts[name] : texts.all)}
            </Link>
          ))}
        </FilterLinks>
      </section>
      {shown.length === 0 ? (
        <p>{say(texts.noCluster)}</p>
      ) : (
        <Picture
          title={say(texts.clusters)}
          file="kvalitetsklynger"
          heads={[texts.cluster, texts.practices, texts.clusterPackage, texts.all, texts.couldGain].map(say)}
          rows={shown.map((each) => [
            each.name,
            each.practices,
            each.package && say(clusterPackages[each.package]),
            each.users ?? say(texts.hidden),
            each.couldGain,
          ])}
        />
      )}
    </>
  );
}
